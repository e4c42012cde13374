import { createServer } from 'node:net';
import type { Config } from './config';
import { HotlineError } from './errors';

type Ports = Pick<Config, 'host' | 'port' | 'carrier' | 'emulatorPort'>;

/** Throws HotlineError `invalid_settings`, in one sentence, when another program already listens on one of our ports. */
export async function refuseTakenPorts({ host, port, carrier, emulatorPort }: Ports): Promise<void> {
  const places = [
    { name: 'PORT', host, port },
    ...(carrier === 'emulator' ? [{ name: 'EMULATOR_PORT', host: '127.0.0.1', port: emulatorPort }] : []),
  ];
  for (const place of places) {
    const error = await whyNotListen(place.host, place.port);
    if (error !== null) throw new HotlineError('invalid_settings', sentence(place, error));
  }
}

function sentence(place: { name: string; host: string; port: number }, error: NodeJS.ErrnoException): string {
  const where = `${place.host}:${place.port}`;
  if (error.code !== 'EADDRINUSE') return `Cannot listen on ${where} (HOST, ${place.name}): ${error.message}.`;
  return `Another program listens on ${where} already, perhaps a hotline: stop it, or set ${place.name} to a free port.`;
}

function whyNotListen(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(null);
      });
    });
  });
}
