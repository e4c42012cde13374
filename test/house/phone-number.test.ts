import fc from 'fast-check';
import { callerNumber, canTakeTexts, isAllowedNumber, maskPhone, maskPhonesIn, toE164 } from '../../src/phone-number';

it.each([
  ['+8613800001234', '+86*******1234'],
  ['+8657195598', '+86****5598'],
  ['+12025550123', '+1******0123'],
  ['+35812345678', '+358****5678'],
  ['13800001234', '*******1234'],
  ['sip:+8613800001234@h', '*********1234'],
  ['anonymous', 'anonymous'],
  ['', ''],
])('masks %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

it('never shows more than the country and four digits', () => {
  const numbers = fc.stringMatching(/^\+[1-9]\d{6,14}$/);
  fc.assert(
    fc.property(numbers, fc.string(), (phone, before) => {
      expect(maskPhone(phone).replace(/\D/g, '').length).toBeLessThanOrEqual(7);
      expect(maskPhonesIn(`${before} ${phone} x`)).not.toContain(phone);
    }),
  );
});

it.each([
  ['13800001234', '+8613800001234'],
  ['0571 8888 6666', '+8657188886666'],
  ['+1 202 555 0123', '+12025550123'],
  ['008613800001234', '+8613800001234'],
  ['0012025550123', '+12025550123'],
  ['110', null],
  ['123', null],
  ['', null],
  ['abc', null],
])('takes %s as %s in the country of the hotline', (typed, e164) => {
  expect(toE164(typed, '+8657195598')).toBe(e164);
});

it('takes national numbers in another country when the hotline is there', () => {
  expect(toE164('030 901820', '+4930901820')).toBe('+4930901820');
});

it.each([
  ['+8613800001234', ['+86'], true],
  ['+12025550123', ['+86'], false],
  ['+12025550123', ['+86', '+1202'], true],
  ['8613800001234', ['+86'], false],
  ['+86', ['+86'], false],
  ['+8613800001234x', ['+86'], false],
  ['+8613800001234', [], false],
])('%s is allowed by %j: %s', (phone, prefixes, allowed) => {
  expect(isAllowedNumber(phone, prefixes)).toBe(allowed);
});

it.each(['anonymous', 'unknown', 'restricted', '', 'sip:a@b', 'client:crew', '+266696687', undefined])(
  'knows that %s is no number to call back',
  (from) => {
    expect(callerNumber(from)).toBeNull();
  },
);

it('takes a caller’s number as it comes', () => {
  expect(callerNumber('+8613800001234')).toBe('+8613800001234');
});

it('texts only what can take texts', () => {
  expect(canTakeTexts('+8613800001234')).toBe(true);
  expect(canTakeTexts('+8657188886666')).toBe(false);
  expect(canTakeTexts('nonsense')).toBe(false);
});
