import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a carrier's REST server received it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** A REST server that records what it is asked and answers what the test says; 'hang' never answers, 'drop' cuts the line. */
export interface CarrierApi {
  readonly url: string;
  readonly received: Received[];
  answer: (request: Received) => Answer | 'hang' | 'drop';
  stop(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://carrier');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    authorization: request.headers.authorization ?? '',
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve();
    }),
  );

export async function startCarrierApi(): Promise<CarrierApi> {
  const server = createServer((request, response) => {
    void read(request).then((received) => {
      api.received.push(received);
      const answer = api.answer(received);
      if (answer === 'hang') return;
      if (answer === 'drop') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await listen(server);
  const api: CarrierApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => ({ status: 404, body: { code: 20404, message: 'not found', status: 404 } }),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return api;
}
