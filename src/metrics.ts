import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the services tell about their work, in our words; each method answers one question on `/metrics`. Durations are milliseconds. */
export interface Metrics {
  /** How long does a caller wait for us? `route` is the path pattern, never a path with ids. */
  webhookAnswered(route: string, ms: number): void;
  /** How do calls end? */
  callEnded(outcome: string): void;
  /** What is reported? */
  ticketOpened(kind: string, priority: string): void;
  /** Do pages reach somebody? */
  pageEnded(outcome: string): void;
  /** How long from the commit of a ticket until the carrier has its page? */
  pageHandedOver(ms: number): void;
  /** How long has the oldest due call or text waited? 0 when nothing waits. */
  outboxAged(ms: number): void;
  /** Does the sweep keep up? */
  sweepFinished(ms: number): void;
  /** How many rows could not be dealt with and are tried again later? */
  rowsPutOff(count: number): void;
  /** Do customers hear back? */
  callbackEnded(outcome: string): void;
}

/** The metrics as Prometheus reads them. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

const webhookBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const handoverBuckets = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

const callMetrics = (registers: Registry[]) => ({
  webhook: new Histogram({
    name: 'webhook_seconds',
    help: 'How long does a caller wait for an answer?',
    labelNames: ['route'],
    buckets: webhookBuckets,
    registers,
  }),
  calls: new Counter({ name: 'calls_total', help: 'How do calls end?', labelNames: ['outcome'], registers }),
  tickets: new Counter({
    name: 'tickets_opened_total',
    help: 'What is reported?',
    labelNames: ['kind', 'priority'],
    registers,
  }),
});

const outboundMetrics = (registers: Registry[]) => ({
  pages: new Counter({ name: 'pages_total', help: 'Do pages reach somebody?', labelNames: ['outcome'], registers }),
  handover: new Histogram({
    name: 'page_handover_seconds',
    help: 'How long from the commit of a ticket until the carrier has its page?',
    buckets: handoverBuckets,
    registers,
  }),
  outbox: new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'How long has the oldest call or text that is due waited?',
    registers,
  }),
  sweep: new Histogram({
    name: 'sweep_seconds',
    help: 'Does the sweep keep up: how long does one cycle take?',
    buckets: webhookBuckets,
    registers,
  }),
  putOff: new Gauge({
    name: 'rows_put_off',
    help: 'How many rows could not be dealt with and are tried again later?',
    registers,
  }),
  callbacks: new Counter({
    name: 'callbacks_total',
    help: 'Do customers hear back?',
    labelNames: ['outcome'],
    registers,
  }),
});

/** Counters of one app, in a registry of their own so that several apps can live in one process. */
export function createMetrics(): Metrics & MetricsPage {
  const registry = new Registry();
  const of = { ...callMetrics([registry]), ...outboundMetrics([registry]) };
  return {
    webhookAnswered: (route, ms) => {
      of.webhook.observe({ route }, ms / 1000);
    },
    callEnded: (outcome) => {
      of.calls.inc({ outcome });
    },
    ticketOpened: (kind, priority) => {
      of.tickets.inc({ kind, priority });
    },
    pageEnded: (outcome) => {
      of.pages.inc({ outcome });
    },
    pageHandedOver: (ms) => {
      of.handover.observe(ms / 1000);
    },
    outboxAged: (ms) => {
      of.outbox.set(ms / 1000);
    },
    sweepFinished: (ms) => {
      of.sweep.observe(ms / 1000);
    },
    rowsPutOff: (count) => {
      of.putOff.set(count);
    },
    callbackEnded: (outcome) => {
      of.callbacks.inc({ outcome });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
