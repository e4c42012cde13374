import { once } from 'node:events';
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
    await listenBriefly(place.host, place.port).catch((error: unknown) => {
      throw new HotlineError('invalid_settings', sentence(place, error as NodeJS.ErrnoException));
    });
  }
}

function sentence(place: { name: string; host: string; port: number }, error: NodeJS.ErrnoException): string {
  const where = `${place.host}:${place.port}`;
  if (error.code !== 'EADDRINUSE') return `Cannot listen on ${where} (HOST, ${place.name}): ${error.message}.`;
  return `Another program listens on ${where} already, perhaps a hotline: stop it, or set ${place.name} to a free port.`;
}

async function listenBriefly(host: string, port: number): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening');
  await once(probe.close(), 'close');
}
