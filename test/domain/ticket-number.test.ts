import fc from 'fast-check';
import { isTicketNumber, ticketNumber } from '../../src/domain/ticket-number';

const serial = fc.integer({ min: 1_000_000, max: 99_999_999 });

describe('ticket numbers', () => {
  it('begin with 8 digits and end with the check digit', () => {
    expect(ticketNumber(1_000_000)).toBe('10000008');
    expect(ticketNumber(1_000_001)).toBe('10000016');
    expect(ticketNumber(9_999_999)).toHaveLength(8);
    expect(ticketNumber(10_000_000)).toHaveLength(9);
  });

  it('are recognised, and differ for different serials', () => {
    fc.assert(
      fc.property(serial, serial, (one, other) => {
        expect(isTicketNumber(ticketNumber(one))).toBe(true);
        expect(ticketNumber(one) === ticketNumber(other)).toBe(one === other);
      }),
    );
  });

  it('catch any one wrong digit', () => {
    fc.assert(
      fc.property(serial, fc.nat(7), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const digits = Array.from(ticketNumber(number));
        const index = at % digits.length;
        digits[index] = String((Number(digits[index]) + shift) % 10);
        expect(isTicketNumber(digits.join(''))).toBe(false);
      }),
    );
  });

  it('catch two neighbours swapped, except 0 and 9', () => {
    fc.assert(
      fc.property(serial, fc.nat(6), (number, at) => {
        const digits = Array.from(ticketNumber(number));
        const [left, right] = [digits[at]!, digits[at + 1]!];
        fc.pre(left !== right && !['09', '90'].includes(left + right));
        digits.splice(at, 2, right, left);
        expect(isTicketNumber(digits.join(''))).toBe(false);
      }),
    );
  });

  it.each(['', '1000000', '00000000', '1000000a', ' 10000008', '10000009'])('refuse %p', (digits) => {
    expect(isTicketNumber(digits)).toBe(false);
  });
});
