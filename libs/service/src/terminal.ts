import type { Writable } from 'node:stream';

/** Where the service says where it listens, and where its log goes. `process` is one. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}
