import { connect, type Socket } from 'node:net';

/** One connection that is kept, and sends a request when the one before is answered. As little work as possible: the server is measured. */
export class Sender {
  private readonly socket: Socket;
  private answer = '';
  private settle: ((body: string) => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(private readonly url: URL) {
    this.socket = connect(Number(url.port), url.hostname);
    this.socket.setNoDelay(true).setEncoding('latin1');
    this.socket.on('data', (text: string) => {
      this.answer += text;
      this.look();
    });
    this.socket.on('error', (error) => this.fail?.(error));
    this.socket.on('close', () => this.fail?.(new Error(`${url.href} closed the connection`)));
  }

  /** Sends a list of events; gives the body of a 202. @throws Error for any other answer. */
  post(body: Buffer): Promise<string> {
    const head = [
      `POST ${this.url.pathname} HTTP/1.1`,
      `host: ${this.url.host}`,
      'content-type: application/cloudevents-batch+json',
      `content-length: ${body.length}`,
    ];
    return new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
      this.socket.cork();
      this.socket.write(`${head.join('\r\n')}\r\n\r\n`);
      this.socket.write(body);
      this.socket.uncork();
    });
  }

  close(): void {
    this.fail = undefined;
    this.socket.destroy();
  }

  private look(): void {
    const end = this.answer.indexOf('\r\n\r\n');
    const length = /\r\ncontent-length: (\d+)/i.exec(this.answer);
    if (end < 0 || length === null || this.answer.length < end + 4 + Number(length[1])) return;
    const { answer } = this;
    this.answer = '';
    if (answer.startsWith('HTTP/1.1 202 ')) this.settle?.(answer.slice(end + 4));
    else this.fail?.(new Error(answer));
  }
}
