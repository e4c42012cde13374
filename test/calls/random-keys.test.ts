import fc from 'fast-check';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Whatever is pressed, a call to the real hotline ends in a ticket, a person, a message or a goodbye, and nothing breaks. */

const callers = [
  '+8613800000003',
  '+8613800000009',
  '+8613800000010',
  '+8613800000014',
  '+8613800000015',
  '+8613900000001',
];
const mostInputs = 12;
const mostSilences = 40;

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  // Nobody answers in this town today.
  hotline.expectError(/nobody takes this ticket/);
});
afterEach(() => hotline.close({ anybodyMayRing: true }));

async function answer(phone: TestPhone, input: string): Promise<void> {
  if (phone.phone.asking?.kind === 'record' && input === 'speak') await phone.says('家里没电');
  else if (input === 'silence' || input === 'speak') await phone.staysSilent();
  else await phone.presses(input);
  await phone.phone.listens();
}

/** Lets a call run out in silence; whoever is rung for it does not answer. */
async function runOut(phone: TestPhone): Promise<number> {
  let silences = 0;
  for (; !phone.isIdle && silences < mostSilences; silences += 1) {
    await phone.phone.listens();
    if (phone.phone.asking !== null) await phone.staysSilent();
    else await hotline.advance({ seconds: 10 });
  }
  return silences;
}

const input = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Array.from('0123456789*#')) },
  { weight: 2, arbitrary: fc.constantFrom('silence', 'speak', '5710000103#', '13800000003#') },
);

it('ends every call, whatever is pressed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...callers),
      fc.array(input, { maxLength: mostInputs }),
      async (number, inputs) => {
        const phone = await hotline.phone(number).dials();
        await phone.phone.listens();
        for (const next of inputs) if (phone.phone.asking !== null) await answer(phone, next);
        expect(await runOut(phone)).toBeLessThan(mostSilences);
        await hotline.advance({ minutes: 1 });
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
}, 300_000);
