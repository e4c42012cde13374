import { isDatabaseUnavailable } from '../../../models/database';
import type { Facts } from '../../domain/flow';
import type { Value, Vars } from '../../domain/speech';
import { judge } from '../../domain/triage';
import { canTakeTexts, isAllowedNumber } from '../../phone-number';
import { placeWords } from '../../services/intake/place-words';
import { contactOf, isSpooled, spooledPhone } from '../../services/intake/contact-phone';
import { accountsOfPhone } from '../../services/directory/find-account';
import { leaveMessage } from '../../services/intake/leave-message';
import { openFaultReport } from '../../services/intake/open-fault-report';
import { reportNumber, reportOrdinal } from '../../domain/report-number';
import { spoolMessage, spoolReport } from '../../services/intake/keep-report';
import { newTicketWords } from '../../services/tickets/ticket-words';
import { reportNow } from '../scene-facts';
import type { Scene, VerbResult, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `caller` flow asks of the services. */

export const callerVerbs: Verbs = {
  /** Greets in the language of the caller's account. */
  welcome: verbWith({ outcomes: ['ask', 'unavailable'], vars: ['notice'] }, async ({ policy }, { call, language }) => {
    const vars: Vars = { notice: { phrase: policy.recording.notice ? 'caller.recording-notice' : 'caller.no-notice' } };
    try {
      const [account] = call.phone === null ? [] : await accountsOfPhone(call.phone);
      return { outcome: 'ask', vars, language: account?.language ?? language };
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      return { outcome: 'ask', vars };
    }
  }),

  /** Reads back what will be saved, before it is saved. */
  'read-back': verbWith(
    { outcomes: ['ask'], vars: ['address', 'problem', 'phone'] },
    async (context, { call, facts }) => {
      const problem: Value = { phrase: `caller.problem.${judge(facts).words}` };
      try {
        const { phone } = await contactOf(context, call, facts);
        return { outcome: 'ask', vars: { problem, phone: lastFour(phone), address: await placeWords(call, facts) } };
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error;
        const phone = lastFour(isSpooled(facts) ? await spooledPhone(context, call.sid) : call.phone);
        return { outcome: 'ask', vars: { problem, phone, address: placeUnread(facts) } };
      }
    },
  ),

  'open-report': verbWith({ outcomes: ['opened', 'unavailable'] }, async (context, scene) => {
    const { id: ticketId, accountNo } = await openFaultReport(context, reportNow(context, scene));
    context.callLog.note(scene.call.sid, { ticketId, ...(accountNo !== null && { accountNo }) });
    return { outcome: 'opened', final: true };
  }),

  'keep-report': verbWith({ outcomes: ['kept'] }, async (context, { call, facts, language }) => {
    await spoolReport(context, { call, facts, language });
    return { outcome: 'kept' };
  }),

  /** A text is promised only to a phone that can get one. */
  'kept-words': verbWith({ outcomes: ['ask'], vars: ['how'] }, ({ settings }, { call: { phone } }) => {
    const isTextable = phone !== null && canTakeTexts(phone) && isAllowedNumber(phone, settings.allowedPrefixes);
    return { outcome: 'ask', vars: { how: { phrase: isTextable ? 'caller.kept-text' : 'caller.kept-only' } } };
  }),

  /** Says the number and the promise of this very ticket, from its row (X30). */
  'report-promise': verbWith(
    { outcomes: ['ask'], vars: ['number', 'promise', 'code'] },
    async (context, { call, facts }) => ({
      outcome: 'ask',
      vars: await newTicketWords(context, call.sid, reportNumber(facts)),
    }),
  ),

  /** Begins another report in the same call; every other fact of the first one is dropped. */
  'another-report': verbWith({ outcomes: ['ready'] }, (_context, { facts }) => ({
    outcome: 'ready',
    forget: true,
    set: { report: String(reportOrdinal(facts) + 1) },
  })),

  'keep-message': verbWith({ outcomes: ['kept', 'silent', 'unavailable'] }, async (context, scene) => {
    const { call, language } = scene;
    const recordingSid = messageOf(scene);
    const reportedAt = context.clock.now();
    const ticket = await leaveMessage(context, { call, language, recordingSid, reportedAt });
    context.callLog.note(call.sid, { ticketId: ticket.id });
    return keptOf(recordingSid);
  }),

  'spool-message': verbWith({ outcomes: ['kept', 'silent'] }, async (context, scene) => {
    const recordingSid = messageOf(scene);
    await spoolMessage(context, { call: scene.call, language: scene.language, recordingSid });
    return keptOf(recordingSid);
  }),
};

/** The place in words that need no database: what the caller keyed is not what is on file for the number of the call. */
const placeUnread = (facts: Facts): Value => ({
  phrase: facts['found'] === undefined ? 'caller.address-on-file' : 'caller.address-keyed',
});

const lastFour = (phone: string | null): Value =>
  phone === null
    ? { phrase: 'caller.no-phone' }
    : { phrase: 'caller.phone-ending', vars: { phone: { digits: phone.slice(-4) } } };

/** The recording of a message, or null when nothing was said, so that no caller hears that an empty message is kept. */
const messageOf = ({ recording }: Scene): string | null =>
  recording !== null && recording.seconds > 0 ? recording.sid : null;
const keptOf = (recordingSid: string | null): VerbResult => ({ outcome: recordingSid === null ? 'silent' : 'kept' });
