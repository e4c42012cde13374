import { z } from 'zod';
import { attemptStates } from '../../domain/attempt-status';
import { priorities, ticketKinds, ticketStates } from '../../domain/ticket';
import { owedCallKinds, owedCallStates } from './owed-call';

/** What may be asked of the lists that the API shows. */

export const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)))
    .meta({ description: `One of these, or several with commas between: ${values.join(', ')}.` });

/** A database may refuse the character NUL, or cut the words there. */
export const printable = (text: z.ZodString) => text.refine((given) => !given.includes('\0'), 'must be printable');

const codes = printable(z.string().min(1))
  .transform((text) => text.split(','))
  .meta({ description: 'A code, or several with commas between.' });

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many, at most 200.' }),
  cursor: z.string().min(1).max(200).optional().meta({ description: '`nextCursor` of the page before.' }),
};

const ticketNumber = z
  .string()
  .regex(/^\d{8,19}$/, 'must be a ticket number')
  .meta({ description: 'A ticket number.' });

const day = z.union([z.iso.datetime({ offset: true }), z.iso.date()], 'must be a time in ISO 8601');
const words = printable(z.string().min(1).max(100));

export const ticketsQuery = z.strictObject({
  state: listOf(ticketStates).optional(),
  kind: listOf(ticketKinds).optional(),
  region: codes.optional(),
  priority: listOf(priorities).optional(),
  account: words.optional().meta({ description: 'An account number.' }),
  q: words.optional().meta({
    description:
      'Part of the number, summary, account or the reporter’s name, or the whole or last four digits of their phone.',
  }),
  updatedSince: day.transform((text) => new Date(text)).optional(),
  ...paging,
});

/** The query parameter of answers that hold phone numbers. */
const phonesWanted = {
  phones: z.enum(['masked', 'full']).default('masked').meta({
    description: '`full` shows whole phone numbers to a role that may see them, and is noted in the audit trail.',
  }),
};

export const onePhonesQuery = z.strictObject(phonesWanted);
export const callsQuery = z.strictObject({ ticket: ticketNumber.optional(), ...paging });
export const pagesQuery = z.strictObject({
  ticket: ticketNumber.optional(),
  person: words.optional().meta({ description: 'A person’s code.' }),
  state: listOf(attemptStates).optional(),
  ...paging,
});
export const callbacksQuery = z.strictObject({
  ticket: ticketNumber.optional(),
  kind: listOf(owedCallKinds).optional(),
  state: listOf(owedCallStates).optional(),
  ...paging,
});
export const tasksQuery = z.strictObject({
  kind: listOf(['call', 'locate', 'recheck']).optional(),
  state: listOf(['open', 'done']).optional(),
  ticket: ticketNumber.optional(),
  ...phonesWanted,
  ...paging,
});
