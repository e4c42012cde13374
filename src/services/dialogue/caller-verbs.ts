import { isDatabaseUnavailable } from '../../../models/database';
import { maskedAddress } from '../../domain/address';
import type { Vars } from '../../domain/speech';
import { accountById, accountsOfPhone } from '../find-account';
import { openFaultReport, reportNumber } from '../open-fault-report';
import { leaveMessage } from '../leave-message';
import { spoolMessage, spoolReport } from '../spool-report';
import { ticketOfCall } from '../find-ticket';
import type { Verb, Verbs } from './verb';

/** What the `caller` flow asks of the services. */

/** Greets in the language of the caller's account. */
const welcome: Verb = {
  outcomes: ['ask', 'unavailable'],
  vars: ['service', 'notice'],
  async run({ policy }, { call, language }) {
    const vars: Vars = {
      service: { words: { zh: policy.service.nameZh, en: policy.service.nameEn } },
      notice: { phrase: policy.recording.notice ? 'caller.recording-notice' : 'caller.no-notice' },
    };
    try {
      const [account] = call.phone === null ? [] : await accountsOfPhone(call.phone);
      return { outcome: 'ask', vars, language: account?.language ?? language };
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      return { outcome: 'ask', vars };
    }
  },
};

/** The one account of the caller's number, read back without the flat. */
const knownAccount: Verb = {
  outcomes: ['ask', 'none', 'several', 'unavailable'],
  vars: ['address'],
  async run(_context, { call }) {
    const accounts = call.phone === null ? [] : await accountsOfPhone(call.phone);
    const [account] = accounts;
    if (account === undefined) return { outcome: 'none' };
    if (accounts.length > 1) return { outcome: 'several' };
    const address = maskedAddress({ zh: account.addressZh, en: account.addressEn });
    return { outcome: 'ask', set: { account: String(account.id) }, vars: { address: { words: address } } };
  },
};

/** What will be saved, said before it is. */
const readBack: Verb = {
  outcomes: ['ask'],
  vars: ['address', 'problem', 'phone'],
  async run(_context, { call, facts }) {
    const phone: Vars = {
      phone: { digits: (call.phone ?? '').slice(-4) },
      problem: { phrase: 'caller.problem.power' },
    };
    const unread: Vars = { ...phone, address: { phrase: 'caller.address-on-file' } };
    try {
      const account = await accountById(facts['account']);
      if (account === null) return { outcome: 'ask', vars: unread };
      const address = maskedAddress({ zh: account.addressZh, en: account.addressEn });
      return { outcome: 'ask', vars: { ...phone, address: { words: address } } };
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      return { outcome: 'ask', vars: unread };
    }
  },
};

const openReport: Verb = {
  outcomes: ['opened', 'unavailable'],
  async run(context, { call, facts, language }) {
    const ticket = await openFaultReport(context, { call, facts, language, reportedAt: context.clock.now() });
    context.callLog.note(call.sid, {
      ticketId: ticket.id,
      ...(ticket.accountNo === null ? {} : { accountNo: ticket.accountNo }),
    });
    return { outcome: 'opened' };
  },
};

const keepReport: Verb = {
  outcomes: ['kept'],
  async run(context, { call, facts, language }) {
    await spoolReport(context, { call, facts, language });
    return { outcome: 'kept' };
  },
};

/** The number and the promise of this very ticket, from its row (X30). */
const reportPromise: Verb = {
  outcomes: ['ask'],
  vars: ['number', 'promise', 'code'],
  async run(_context, { call, facts }) {
    const ticket = await ticketOfCall(call.sid, reportNumber(facts));
    const { arrivalDueAt, reportedAt, reporterPhone, verificationCode } = ticket;
    const promise: Vars[string] =
      arrivalDueAt === null
        ? { phrase: 'caller.promise-contact' }
        : {
            phrase: 'caller.promise-arrival',
            vars: {
              minutes: { minutes: Math.round((arrivalDueAt.getTime() - reportedAt.getTime()) / 60_000) },
              time: { time: arrivalDueAt },
            },
          };
    const code: Vars[string] =
      verificationCode === null
        ? { phrase: reporterPhone === null ? 'caller.note-number' : 'caller.text-follows' }
        : { phrase: 'caller.door-code', vars: { code: { digits: verificationCode } } };
    return { outcome: 'ask', vars: { number: { digits: ticket.number }, promise, code } };
  },
};

const anotherReport: Verb = {
  outcomes: ['ready'],
  run: (_context, { facts }) => Promise.resolve({ outcome: 'ready', set: { report: String(reportNumber(facts) + 1) } }),
};

const keepMessage: Verb = {
  outcomes: ['kept', 'unavailable'],
  async run(context, { call, language, recording }) {
    const ticket = await leaveMessage(context, {
      call,
      language,
      recordingSid: recording?.sid ?? null,
      reportedAt: context.clock.now(),
    });
    context.callLog.note(call.sid, { ticketId: ticket.id });
    return { outcome: 'kept' };
  },
};

const keepMessageForLater: Verb = {
  outcomes: ['kept'],
  async run(context, { call, language, recording }) {
    await spoolMessage(context, { call, language, recordingSid: recording?.sid ?? null });
    return { outcome: 'kept' };
  },
};

export const callerVerbs: Verbs = {
  welcome,
  'known-account': knownAccount,
  'read-back': readBack,
  'open-report': openReport,
  'keep-report': keepReport,
  'report-promise': reportPromise,
  'another-report': anotherReport,
  'keep-message': keepMessage,
  'spool-message': keepMessageForLater,
};
