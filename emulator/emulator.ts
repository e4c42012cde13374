import express from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call } from './call';
import { controlRouter } from './control';
import { Exchange } from './exchange';
import type { FastForward } from './fast-forward';
import type { Entry, Notice } from './journal';
import type { Message } from './message';
import type { EmulatorOptions } from './options';
import type { Phone, RingListener } from './phone';
import type { Recording } from './recording';
import { phonePageRouter } from './phone-page';
import { restRouter } from './rest/router';
import { performerOf } from './twiml/performer';
import { VirtualClock } from './virtual-clock';
import type { Violation } from './webhook';

/** A carrier with one account, one number, and any telephone that somebody asks for. */
export interface Emulator {
  /** Listens; `url` is where the REST API and the phones are reached. */
  start(): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
  /** The phone with this number (E.164). */
  phone(number: string): Phone;
  /** Every call, oldest first. */
  readonly calls: readonly Call[];
  readonly messages: readonly Message[];
  readonly recordings: readonly Recording[];
  /** Everything that happened, in order. */
  readonly journal: readonly Entry[];
  /** What Twilio's debugger would show: errors and warnings about the program. */
  readonly debugger: readonly Notice[];
  /** Webhooks that were repeated and answered differently. */
  readonly violations: readonly Violation[];
  /** Calls the listener when a phone begins to ring; the listener may let time go by, for example to answer and press keys. The returned function removes the listener. */
  onRing(listener: RingListener): () => void;
  /** Calls the listener with each new entry of the journal; the returned function removes the listener. */
  onEvent(listener: (entry: Entry) => void): () => void;
  /** Whether a webhook or a REST request is in flight. */
  busy(): boolean;
  /** Moves a ShiftedClock forward. */
  readonly time: FastForward;
}

/** Makes an emulator; on a VirtualClock it takes part in deciding when time may go on. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const exchange = new Exchange(options, performerOf);
  const listening = listener(exchange);
  return {
    ...listening,
    phone: (number) => exchange.phone(number),
    calls: exchange.calls,
    messages: exchange.messages,
    recordings: exchange.recordings,
    journal: exchange.journal.entries,
    debugger: exchange.journal.notices,
    violations: exchange.webhooks.violations,
    onRing: (onRing) => {
      exchange.ringListeners.add(onRing);
      return () => {
        exchange.ringListeners.delete(onRing);
      };
    },
    onEvent: (onEvent) => exchange.journal.listen(onEvent),
    busy: () => exchange.busy(),
    time: exchange.time,
  };
}

function listener(exchange: Exchange): Pick<Emulator, 'start' | 'stop'> {
  const { clock, host = '127.0.0.1', port = 0 } = exchange.options;
  const app = express().disable('x-powered-by');
  app.use('/2010-04-01', restRouter(exchange));
  if (exchange.options.phonePage !== undefined) app.use(phonePageRouter(exchange.options.phonePage));
  app.use(controlRouter(exchange));
  const server = createServer(app);
  let leave = (): void => undefined;
  return {
    start: async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, resolve);
      });
      exchange.baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`;
      if (clock instanceof VirtualClock) leave = clock.register('the carrier', exchange);
      return { url: exchange.baseUrl };
    },
    stop: async () => {
      leave();
      exchange.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
