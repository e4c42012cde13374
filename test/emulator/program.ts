import express, { type Request, type Response } from 'express';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio, { RequestClient, type Twilio } from 'twilio';
import { createEmulator, type Emulator } from '../../emulator/emulator';
import type { EmulatorOptions } from '../../emulator/options';
import { VirtualClock } from '../../emulator/virtual-clock';

export const ACCOUNT = `AC${'0'.repeat(32)}`;
export const TOKEN = 'a-token-that-both-sides-know';
export const NUMBER = '+8657195598';
export const CALLER = '+8613800000001';
export const CREW = '+8613900000002';

/** How long a busy party is waited for, in milliseconds of real time: less than jest allows a test, so that the party that hangs is named. */
const patientMs = 120_000;

type Fields = Readonly<Record<string, string>>;

/** A request that the program received. */
interface Received {
  readonly path: string;
  readonly url: string;
  readonly method: string;
  readonly params: Fields;
  readonly query: Fields;
  readonly token: string;
  /** What Twilio's own library says about the signature. */
  readonly signed: boolean;
}

type Answer = string | ((received: Received, response: Response) => unknown);

/** A tiny TwiML program under test, with the emulator on a virtual clock beside it. */
export interface World {
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  readonly client: Twilio;
  readonly base: string;
  readonly emulatorUrl: string;
  readonly received: Received[];
  /** What the program answers on a path: TwiML verbs, or a handler. */
  on(path: string, answer: Answer): void;
  /** Requests to one path, oldest first. */
  at(path: string): Received[];
  stop(): Promise<void>;
}

/** Sends what is meant for api.twilio.com to the emulator. */
class RedirectedClient extends RequestClient {
  constructor(private readonly target: string) {
    super();
  }

  override request: RequestClient['request'] = (options) => {
    options.uri = options.uri.replace('https://api.twilio.com', this.target);
    return super.request(options);
  };
}

export async function startWorld(options: Partial<EmulatorOptions> = {}): Promise<World> {
  const answers = new Map<string, Answer>();
  const received: Received[] = [];
  const server = await serve(answers, received);
  const base = baseOf(server);
  const clock = new VirtualClock('2026-03-01T02:00:00Z', patientMs);
  const emulator = createEmulator({
    clock,
    accountSid: ACCOUNT,
    authToken: TOKEN,
    number: NUMBER,
    voiceUrl: `${base}/voice`,
    voiceFallbackUrl: undefined,
    statusCallbackUrl: `${base}/status`,
    smsUrl: `${base}/sms`,
    seed: 'test',
    ...options,
  });
  const { url: emulatorUrl } = await emulator.start();
  return {
    clock,
    emulator,
    client: twilio(ACCOUNT, TOKEN, { httpClient: new RedirectedClient(emulatorUrl) }),
    base,
    emulatorUrl,
    received,
    on: (path, answer) => answers.set(path, answer),
    at: (path) => received.filter((request) => request.path === path),
    stop: async () => {
      await emulator.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(answers: Map<string, Answer>, received: Received[]): Promise<Server> {
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  const server = createServer(app);
  app.use((request, response) => {
    const note = noteOf(request, baseOf(server));
    received.push(note);
    const answer = answers.get(note.path);
    if (typeof answer === 'function') answer(note, response);
    else if (answer !== undefined) twiml(response, answer);
    else response.status(/status|recorded|events/.test(note.path) ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function twiml(response: Response, verbs: string): void {
  response.type('text/xml').send(`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`);
}

function noteOf(request: Request, base: string): Received {
  const url = base + request.originalUrl;
  const params = { ...(request.body as Fields | undefined) };
  const signature = request.get('X-Twilio-Signature') ?? '';
  return {
    path: request.path,
    url,
    method: request.method,
    params,
    query: request.query as Fields,
    token: request.get('I-Twilio-Idempotency-Token') ?? '',
    signed: twilio.validateRequest(TOKEN, signature, url, params),
  };
}

function baseOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
