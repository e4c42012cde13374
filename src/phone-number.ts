import { getSupportedCallingCodes, parsePhoneNumber } from 'awesome-phonenumber';

// They are numbers, whatever their type says.
const countryCodes = new Set(getSupportedCallingCodes().map(String));
const shownAtTheEnd = 4;

function countryCodeLength(digits: string): number {
  return [1, 2].find((length) => countryCodes.has(digits.slice(0, length))) ?? 3;
}

/** An E.164 number with everything hidden but its country and last four digits: `+86*******1234`. Anything without digits (`anonymous`) stays. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length <= shownAtTheEnd) return phone;
  const code = phone.startsWith('+') ? digits.slice(0, countryCodeLength(digits)) : '';
  const national = digits.length - code.length;
  // At least half of a short number stays hidden.
  const shown = Math.min(shownAtTheEnd, Math.floor(national / 2));
  return `${code && `+${code}`}${'*'.repeat(national - shown)}${digits.slice(digits.length - shown)}`;
}

/** How a phone number is shown: masked, unless the reader may see it. */
export type ShowPhone = (phone: string) => string;

/** A text with every international number in it masked, also where its `+` is percent-encoded as in a URL. */
export function maskPhonesIn(text: string): string {
  return text.replace(/(\+|%2B)(\d{7,15})(?!\d)/gi, (_whole, _plus, digits: string) => maskPhone(`+${digits}`));
}

/** The digits of an E.164 number without the code of its country. */
export function nationalNumber(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.slice(countryCodeLength(digits));
}

/** Whether we may call or text this E.164 number: only prefixes on the list. */
export function isAllowedNumber(phone: string, allowedPrefixes: readonly string[]): boolean {
  return /^\+\d{7,15}$/.test(phone) && allowedPrefixes.some((prefix) => phone.startsWith(prefix));
}

/**
 * A number as typed on a keypad or written in a file, as E.164; national numbers are taken in the country of `countryOf`
 * (an E.164 number, the hotline's own). Null when it cannot be a number.
 */
export function toE164(typed: string, countryOf: string): string | null {
  const country = parsePhoneNumber(countryOf).regionCode;
  const digits = typed.replace(/[\s().-]/g, '');
  const direct = parsePhoneNumber(digits, country ? { regionCode: country } : {});
  if (direct.valid) return direct.number.e164;
  // Keypads have no +, so an international number is typed as 00…
  const international = parsePhoneNumber(`+${digits.replace(/^00/, '')}`);
  return /^00/.test(digits) && international.valid ? international.number.e164 : null;
}

/** The E.164 number of a webhook's `From`, or null when it was withheld or is no phone number (`anonymous`, `sip:…`, `client:…`, empty). */
export function callerNumber(from: string | undefined): string | null {
  // Carriers name a withheld number by the keypad's letters too: +266696687 spells ANONYMOUS, +7378742833 RESTRICTED.
  const withheld = ['+266696687', '+7378742833', '+2562533', '+8566696', '+86282452253'];
  return from !== undefined && /^\+[1-9]\d{4,14}$/.test(from) && !withheld.includes(from) ? from : null;
}

/** Whether a text can be expected to arrive: at a mobile number, or one of a country whose numbers do not show their kind. */
export function canTakeTexts(phone: string): boolean {
  const { valid, typeIsMobile } = parsePhoneNumber(phone);
  return valid && typeIsMobile;
}
