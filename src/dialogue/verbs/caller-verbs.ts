import { isDatabaseUnavailable } from '../../../models/database';
import type { Value, Vars } from '../../domain/speech';
import { judge } from '../../domain/triage';
import { canTakeTexts, isAllowedNumber } from '../../phone-number';
import { placeWords } from '../../services/intake/place-words';
import { contactOf, isSpooled, spooledPhone } from '../../services/intake/contact-phone';
import { accountsOfPhone } from '../../services/directory/find-account';
import { ticketOfCall } from '../../services/tickets/ticket-of-call';
import { leaveMessage } from '../../services/intake/leave-message';
import { openFaultReport } from '../../services/intake/open-fault-report';
import { reportNumber } from '../../domain/report-number';
import { spoolMessage } from '../../services/intake/keep-report';
import { spoolReport } from '../../services/intake/keep-report';
import { codeOf, promiseOf } from '../../services/tickets/ticket-words';
import type { Scene, Verb, VerbResult, Verbs } from '../verb';

/** What the `caller` flow asks of the services. */

/** Greets in the language of the caller's account. */
const welcome: Verb = {
  outcomes: ['ask', 'unavailable'],
  vars: ['notice'],
  async run({ policy }, { call, language }) {
    const vars: Vars = { notice: { phrase: policy.recording.notice ? 'caller.recording-notice' : 'caller.no-notice' } };
    try {
      const [account] = call.phone === null ? [] : await accountsOfPhone(call.phone);
      return { outcome: 'ask', vars, language: account?.language ?? language };
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      return { outcome: 'ask', vars };
    }
  },
};

/** Reads back what will be saved, before it is saved. */
const readBack: Verb = {
  outcomes: ['ask'],
  vars: ['address', 'problem', 'phone'],
  async run(context, { call, facts }) {
    const problem: Value = { phrase: `caller.problem.${judge(facts).words}` };
    try {
      const { phone } = await contactOf(context, call, facts);
      return { outcome: 'ask', vars: { problem, phone: lastFour(phone), address: await placeWords(facts) } };
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      const phone = isSpooled(facts) ? await spooledPhone(context, call.sid) : call.phone;
      return {
        outcome: 'ask',
        vars: { problem, phone: lastFour(phone), address: { phrase: 'caller.address-on-file' } },
      };
    }
  },
};

const lastFour = (phone: string | null): Value =>
  phone === null
    ? { phrase: 'caller.no-phone' }
    : { phrase: 'caller.phone-ending', vars: { phone: { digits: phone.slice(-4) } } };

const openReport: Verb = {
  outcomes: ['opened', 'unavailable'],
  async run(context, { call, facts, language }) {
    const ticket = await openFaultReport(context, { call, facts, language, reportedAt: context.clock.now() });
    context.callLog.note(call.sid, {
      ticketId: ticket.id,
      ...(ticket.accountNo === null ? {} : { accountNo: ticket.accountNo }),
    });
    return { outcome: 'opened', final: true };
  },
};

const keepReport: Verb = {
  outcomes: ['kept'],
  async run(context, { call, facts, language }) {
    await spoolReport(context, { call, facts, language });
    return { outcome: 'kept' };
  },
};

/** A text is promised only to a phone that can get one. */
const keptWords: Verb = {
  outcomes: ['ask'],
  vars: ['how'],
  run({ settings }, { call: { phone } }) {
    const isTextable = phone !== null && canTakeTexts(phone) && isAllowedNumber(phone, settings.allowedPrefixes);
    const how: Value = { phrase: isTextable ? 'caller.kept-text' : 'caller.kept-only' };
    return Promise.resolve({ outcome: 'ask', vars: { how } });
  },
};

/** Says the number and the promise of this very ticket, from its row (X30). */
const reportPromise: Verb = {
  outcomes: ['ask'],
  vars: ['number', 'promise', 'code'],
  async run(context, { call, facts }) {
    const ticket = await ticketOfCall(call.sid, reportNumber(facts));
    return {
      outcome: 'ask',
      vars: { number: { digits: ticket.number }, promise: promiseOf(ticket), code: await codeOf(context, ticket) },
    };
  },
};

/** Begins another report in the same call; every other fact of the first one is dropped. */
const anotherReport: Verb = {
  outcomes: ['ready'],
  run: (_context, { facts }) =>
    Promise.resolve({ outcome: 'ready', forget: true, set: { report: String(reportNumber(facts) + 1) } }),
};

/** The recording of a message, or null when nothing was said, so that no caller hears that an empty message is kept. */
const messageOf = ({ recording }: Scene): string | null =>
  recording !== null && recording.seconds > 0 ? recording.sid : null;
const keptOf = (recordingSid: string | null): VerbResult => ({ outcome: recordingSid === null ? 'silent' : 'kept' });

const keepMessage: Verb = {
  outcomes: ['kept', 'silent', 'unavailable'],
  async run(context, scene) {
    const { call, language } = scene;
    const recordingSid = messageOf(scene);
    const reportedAt = context.clock.now();
    const ticket = await leaveMessage(context, { call, language, recordingSid, reportedAt });
    context.callLog.note(call.sid, { ticketId: ticket.id });
    return keptOf(recordingSid);
  },
};

const keepMessageForLater: Verb = {
  outcomes: ['kept', 'silent'],
  async run(context, scene) {
    const recordingSid = messageOf(scene);
    await spoolMessage(context, { call: scene.call, language: scene.language, recordingSid });
    return keptOf(recordingSid);
  },
};

export const callerVerbs: Verbs = {
  welcome,
  'read-back': readBack,
  'open-report': openReport,
  'keep-report': keepReport,
  'kept-words': keptWords,
  'report-promise': reportPromise,
  'another-report': anotherReport,
  'keep-message': keepMessage,
  'spool-message': keepMessageForLater,
};
