/** The check digit after `digits` by Luhn's rule: it catches every wrong digit and nearly every swap of two neighbours. */
function checkDigit(digits: string): number {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return (10 - (sum % 10)) % 10;
}

/** The ticket number of a serial: 8 digits or more, the last of which checks the others. Serials begin at 1,000,000, so that no number begins with a 0 that could get lost. */
export function ticketNumber(serial: number): string {
  return `${serial}${checkDigit(String(serial))}`;
}

/** Whether the digits can be a ticket number at all: at least 8, and the check digit fits. */
export function isTicketNumber(digits: string): boolean {
  if (!/^[1-9]\d{7,}$/.test(digits)) return false;
  return checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** The last four digits, by which a job is called on the phone. */
export const lastFour = (ticketNumber: string): string => ticketNumber.slice(-4);
