import { Account } from '../../../models/account';
import { NetworkNode } from '../../../models/network-node';
import type { Ticket } from '../../../models/ticket';
import { maskedAddress } from '../../domain/masked-address';
import type { Value, Vars } from '../../domain/speech';
import { policyKey, type AccessWay } from '../../domain/ticket';
import { lastFour } from '../../domain/ticket-number';
import { isByStranger } from '../directory/hearing-of';

/** The values that the crew's prompts may name. */
export const jobVars = ['priority', 'place', 'problem', 'last', 'number', 'reported', 'due', 'access'] as const;

const accessWords: Readonly<Record<AccessWay, string>> = {
  somebody_there: 'page.access.somebody-there',
  ring_before: 'page.access.ring-before',
  use_key: 'page.access.use-key',
  appointment_only: 'page.access.appointment-only',
};

/** A job in words for the person who may take it or has it. `whole` gives the address with the home, and is for use only after a key: a machine must not hear it. */
export async function jobWords(ticket: Ticket, whole: boolean): Promise<Vars> {
  const { number, priority, summaryZh, summaryEn, reportedAt, arrivalDueAt } = ticket;
  return {
    priority: { phrase: `page.priority.${policyKey(priority)}` },
    place: await placeOf(ticket, whole),
    problem: { words: { zh: summaryZh, en: summaryEn } },
    last: { digits: lastFour(number) },
    number: { digits: number },
    reported: { time: reportedAt },
    due: arrivalDueAt === null ? { phrase: 'page.due.none' } : { time: arrivalDueAt },
    access: accessOf(ticket),
  };
}

type Place = Pick<Ticket, 'accountNo' | 'networkNodeCode' | 'descriptionRecording'>;

export async function placeOf(place: Place, whole: boolean): Promise<Value> {
  const { accountNo, networkNodeCode, descriptionRecording } = place;
  const account = accountNo === null ? null : await Account.findOne({ where: { accountNo } });
  if (account !== null) {
    const address = { zh: account.addressZh, en: account.addressEn };
    return { words: whole ? address : maskedAddress(address) };
  }
  const node = networkNodeCode === null ? null : await NetworkNode.findByPk(networkNodeCode);
  if (node === null) return { phrase: descriptionRecording === null ? 'page.place.unknown' : 'page.place.recorded' };
  return { words: { zh: node.nameZh, en: node.nameEn } };
}

function accessOf(ticket: Ticket): Value {
  const { access, verificationCode, chargeable } = ticket;
  const way = access === null ? [] : [accessWords[access]];
  const code = verificationCode === null ? [] : ['page.access.code'];
  // A stranger cannot agree to what somebody else pays.
  const consent = chargeable && isByStranger(ticket) ? ['page.access.consent'] : [];
  const ids = [...way, ...code, ...consent];
  const said = ids.length === 0 ? ['page.access.none'] : ids;
  return joined('page.access.list', said.map(asPhrase));
}

const asPhrase = (phrase: string): Value => ({ phrase });

/** Several values said one after another, by a prompt of {one} and {rest}. */
export function joined(list: string, [one, ...rest]: readonly Value[]): Value {
  if (one === undefined) return { words: { zh: '', en: '' } };
  return rest.length === 0 ? one : { phrase: list, vars: { one, rest: joined(list, rest) } };
}
