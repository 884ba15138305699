import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The peer of the ingest: `node raw-server.js` parses each body as JSON, and throws it away. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const events = JSON.parse(Buffer.concat(chunks).toString()) as unknown[];
    const body = JSON.stringify({ accepted: events.length });
    response.writeHead(202, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
