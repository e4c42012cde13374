import { Refusal } from './refusal';
import type { Method } from '../webhook';

const E164 = /^\+[1-9]\d{3,14}$/;

/** The fields of a form-encoded request; a repeated field has several values. */
export class Form {
  constructor(private readonly fields: URLSearchParams) {}

  /** The last value of a field, or null when it is absent or empty. */
  text(name: string): string | null {
    const value = this.fields.getAll(name).at(-1);
    return value === undefined || value === '' ? null : value;
  }

  all(name: string): string[] {
    return this.fields.getAll(name);
  }

  /** An absolute http or https URL whose host a carrier could reach; refused with `code` otherwise. */
  url(name: string, code: number): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const valid =
      URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && reachable(new URL(value).hostname);
    if (!valid) throw new Refusal(400, code, `${name} is not a valid URL: ${value}`);
    return value;
  }

  method(name: string): Method {
    const value = (this.text(name) ?? 'POST').toUpperCase();
    if (value !== 'GET' && value !== 'POST') throw new Refusal(400, 21209, `${name} must be GET or POST`);
    return value;
  }

  /** Seconds between 1 and `most`, in milliseconds. */
  seconds(name: string, otherwise: number, most: number): number {
    const value = this.text(name);
    if (value === null) return otherwise * 1000;
    const seconds = Number(value);
    if (!Number.isInteger(seconds) || seconds < 1) throw new Refusal(400, 20001, `${name} must be a number of seconds`);
    return Math.min(seconds, most) * 1000;
  }

  phone(name: string, missing: number, invalid: number): string {
    const value = this.text(name);
    if (value === null) throw new Refusal(400, missing, `No '${name}' number is specified`);
    if (!E164.test(value))
      throw new Refusal(400, invalid, `The '${name}' number ${value} is not a valid phone number.`);
    return value;
  }
}

/** Twilio refuses host names with an underscore, and nothing can be reached at the unspecified address. */
function reachable(host: string): boolean {
  return !host.includes('_') && host !== '[::]' && host !== '0.0.0.0';
}
