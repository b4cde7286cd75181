import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const BUSY = { 'Content-Type': 'application/problem+json', 'Retry-After': '1' };
const BUSY_BODY = {
  status: 503,
  code: 'service_unavailable',
  detail: 'The service is not available. Try again later.',
  request_id: 'relay',
};

/**
 * A proxy between the browser and everything else, whose wire can be cut. A browser that is
 * told to be offline finishes what it has begun; a cut wire ends it.
 */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #isBusy = false;

  private constructor() {
    this.#server = createServer((request, reply) => {
      if (this.#isBusy && request.url?.includes('/api/')) {
        request.resume();
        reply.writeHead(503, BUSY).end(JSON.stringify(BUSY_BODY));
        return;
      }
      const { method, headers } = request;
      const forwarded = send(request.url ?? '', { method, headers }, (answer) => {
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
      });
      forwarded.on('error', () => reply.destroy());
      request.on('close', () => request.complete || forwarded.destroy());
      request.pipe(forwarded);
    });
    this.#server.on('connection', (socket) => {
      if (this.#isCut) socket.destroy();
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<Relay> {
    const relay = new Relay();
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  /** For the option `proxy` of a context. Chromium would not use it for localhost. */
  get proxy() {
    const { port } = this.#server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' };
  }

  cut(): void {
    this.#isCut = true;
    this.#sockets.forEach((socket) => socket.destroy());
  }

  /** Answer every call of the API as a service does that has no database. */
  refuse(): void {
    this.#isBusy = true;
  }

  mend(): void {
    this.#isCut = false;
    this.#isBusy = false;
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }
}
