import { createMetrics } from '../../src/metrics';

it('answers in Prometheus text, durations in seconds', async () => {
  const metrics = createMetrics();
  metrics.webhookAnswered('/voice/step/:flow/:node', 120);
  metrics.callEnded('ticket');
  metrics.ticketOpened('fault', 'P1');
  metrics.ticketOpened('fault', 'P1');
  metrics.pageEnded('accepted');
  metrics.pageHandedOver(1500);
  metrics.outboxAged(2500);
  metrics.sweepFinished(40);
  metrics.rowsPutOff(3);
  metrics.callbackEnded('done');
  const text = await metrics.text();
  expect(metrics.contentType).toContain('text/plain');
  for (const line of [
    'webhook_seconds_sum{route="/voice/step/:flow/:node"} 0.12',
    'calls_total{outcome="ticket"} 1',
    'tickets_opened_total{kind="fault",priority="P1"} 2',
    'pages_total{outcome="accepted"} 1',
    'page_handover_seconds_sum 1.5',
    'outbox_oldest_seconds 2.5',
    'sweep_seconds_sum 0.04',
    'rows_put_off 3',
    'callbacks_total{outcome="done"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

it('counts each app for itself', async () => {
  createMetrics().callEnded('ticket');
  expect(await createMetrics().text()).not.toContain('calls_total{outcome="ticket"}');
});
