import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { ServiceProcess } from './service-process';
import { smallDisk } from './store-disk';

/** Room for a data directory that can be taken away from the service on it, and given back. */
export interface LittleRoom {
  readonly dataDir: string;
  readonly take: (from: ServiceProcess) => void;
  readonly giveBack: (to: ServiceProcess) => void;
  readonly remove: () => void;
}

/** A disk that is full; where none can be mounted, no file may grow beyond what it is. */
export const littleRoom = (elsewhere: string): LittleRoom => {
  const disk = smallDisk();
  if (disk !== undefined)
    return {
      dataDir: join(disk.directory, 'data'),
      take: disk.fill,
      giveBack: disk.makeRoom,
      remove: disk.remove,
    };
  const limit = (bytes: string) => (service: ServiceProcess) => {
    execFileSync('prlimit', ['--pid', String(service.pid), `--fsize=${bytes}:unlimited`]);
  };
  return {
    dataDir: elsewhere,
    take: limit('65536'),
    giveBack: limit('unlimited'),
    remove: () => undefined,
  };
};
