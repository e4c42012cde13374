import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const saltBytes = 16;
const keyBytes = 32;

/** A PIN as it is stored: `scrypt$salt$hash`, both base64. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(pin, salt, keyBytes);
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Whether a PIN is the stored one; false for a person who has none. */
export async function pinMatches(pin: string, stored: string | null): Promise<boolean> {
  const [method, salt, hash] = stored?.split('$') ?? [];
  if (method !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64'), expected.length), expected);
}
