import { Op } from 'sequelize';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Call } from '../../../models/call';
import { Recording } from '../../../models/recording';
import { Ticket } from '../../../models/ticket';

/** What is known of a person by their number. */
export interface Traces {
  /** E.164. */
  readonly phone: string;
  /** The reports they made, or that name their number. */
  readonly tickets: readonly Ticket[];
  readonly callSids: readonly string[];
  /** Recordings at the carrier. */
  readonly recordingSids: readonly string[];
  /** Accounts on which the number is on file. */
  readonly accountNos: readonly string[];
  /** Of these, accounts that have no other number: they are this person's. */
  readonly ownAccountNos: readonly string[];
  readonly names: readonly string[];
}

const known = <T>(values: readonly (T | null)[]): T[] => [
  ...new Set(values.filter((value): value is T & NonNullable<T> => value !== null && value !== '')),
];

/** Finds everything that leads from the number to rows about its owner. */
export async function findTraces(phone: string): Promise<Traces> {
  const calls = await Call.findAll({ where: { [Op.or]: [{ fromPhone: phone }, { toPhone: phone }] } });
  const callSids = calls.map(({ sid }) => sid);
  const tickets = await Ticket.findAll({
    where: { [Op.or]: [{ reporterPhone: phone }, { reporterPhone: null, callSid: callSids }] },
  });
  const onFile = await AccountPhone.findAll({ where: { phone } });
  const accountNos = onFile.map(({ accountNo }) => accountNo);
  const own = await ownAccounts(accountNos, phone);
  return {
    phone,
    tickets,
    callSids,
    recordingSids: await recordingsOf(tickets, callSids),
    accountNos,
    ownAccountNos: own.map(({ accountNo }) => accountNo),
    names: known([...tickets.map(({ reporterName }) => reporterName), ...own.map(({ name }) => name)]),
  };
}

async function ownAccounts(accountNo: readonly string[], phone: string): Promise<Account[]> {
  const others = await AccountPhone.findAll({ where: { accountNo: [...accountNo], phone: { [Op.ne]: phone } } });
  const shared = new Set(others.map((other) => other.accountNo));
  return Account.findAll({ where: { accountNo: accountNo.filter((one) => !shared.has(one)) } });
}

async function recordingsOf(tickets: readonly Ticket[], callSids: readonly string[]): Promise<string[]> {
  const where = { [Op.or]: [{ callSid: [...callSids] }, { ticketId: tickets.map(({ id }) => id) }] };
  const rows = await Recording.findAll({ where });
  return known([
    ...rows.map(({ sid }) => sid),
    ...tickets.flatMap(({ descriptionRecording, commentRecording }) => [descriptionRecording, commentRecording]),
  ]);
}
