import { isDatabaseUnavailable } from '../../../models/database';
import type { Outage } from '../../../models/outage';
import type { Value } from '../../domain/speech';
import type { Context } from '../../services/context';
import { accountById, accountsOfPhone, type KnownAccount } from '../../services/directory/find-account';
import { outagesAt } from '../../services/outages/outages-at';
import { openMedicalReport } from '../../services/intake/open-medical-report';
import { hearingOf } from '../../services/directory/hearing-of';
import { unsaidOf } from '../../services/intake/unsaid-of';
import { linkOutage, wishOf } from '../../services/outages/link-outage';
import { isEmergency, reportNumber } from '../../domain/report-number';
import { notePowerBack } from '../../services/outages/outage-evidence';
import { isPlannedLate, newsWords, outageWords } from '../../services/outages/outage-words';
import type { Scene, Verb, Verbs } from '../verb';
import { reportNow } from '../scene-facts';
import { verbWith } from './verb-with';

/** What the `caller` flow asks about known outages. */

const noNews: Value = { words: { zh: '', en: '' } };

export const outageVerbs: Verbs = {
  /** Says the news before the menu; whatever goes wrong with it, the menu follows. */
  'outage-news': verbWith(
    { outcomes: ['ask'], vars: ['news'], moving: { quiet: { outcome: 'ask', vars: { news: noNews } } } },
    async (context, { call }) => ({
      outcome: 'ask',
      vars: { news: await newsInTime(context, call.phone) },
    }),
  ),

  'outage-here': verbWith(
    { outcomes: ['ask', 'none'], vars: ['news', 'other'], moving: { quiet: { outcome: 'none' } } },
    async (context, scene) => {
      const place = await darkPlace(context, scene);
      if (place === null) return { outcome: 'none' };
      const other = isPlannedLate(context, place.outage) ? 'caller.outage.still-off' : 'caller.outage.different';
      return { outcome: 'ask', vars: { news: outageWords(context, place.outage), other: { phrase: other } } };
    },
  ),

  'link-call': link('call'),
  'link-text': link('text'),

  /** Says how and at which number the customer will be told; a number on file that is not the caller's own is not read out. */
  'linked-words': verbWith({ outcomes: ['ask'], vars: ['how'], moving: true }, async (context, scene) => {
    const place = await darkPlace(context, scene);
    const wish = place && (await wishOf(place.outage.code, place.account.accountNo));
    const channel = wish?.channel === 'text' ? 'text' : 'call';
    const { phone } = scene.call;
    const how: Value =
      phone !== null && wish?.toPhone === phone
        ? { phrase: `caller.linked.${channel}-own`, vars: { phone: { digits: phone.slice(-4) } } }
        : { phrase: `caller.linked.${channel}-file` };
    return { outcome: 'ask', vars: { how } };
  }),

  'power-is-back': verbWith({ outcomes: ['noted', 'still-coming'], moving: true }, async (context, scene) => {
    const place = await darkPlace(context, scene);
    const outcome = isEmergency(scene.facts) ? 'still-coming' : 'noted';
    if (place === null) return { outcome };
    const { outage, account } = place;
    const evidence = { outageCode: outage.code, accountNo: account.accountNo, sourceSid: scene.call.sid };
    await notePowerBack(context, evidence);
    return { outcome };
  }),
};

/** News before the menu is a courtesy, so it holds up the menu for so many milliseconds at most. */
const newsPatienceMs = 2000;

/** The news for the first of the caller's places that is dark. */
async function newsFor(context: Context, phone: string | null): Promise<Value> {
  if (phone === null) return noNews;
  for (const { networkNodeCode } of await accountsOfPhone(phone)) {
    const [outage] = await outagesAt(context, networkNodeCode);
    if (outage !== undefined) return newsWords(context, outage);
  }
  return noNews;
}

async function newsInTime(context: Context, phone: string | null): Promise<Value> {
  let stop = (): void => undefined;
  const late = new Promise<Value>((resolve) => {
    stop = context.clock.after(newsPatienceMs, () => {
      resolve(noNews);
    });
  });
  try {
    return await Promise.race([newsFor(context, phone), late]);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) context.log.error('outage news could not be found', { error });
    return noNews;
  } finally {
    stop();
  }
}

interface Place {
  readonly account: KnownAccount;
  readonly outage: Outage;
}

/** The account of the call and the outage nearest to it; null when either is missing. */
async function darkPlace(context: Context, { facts }: Scene): Promise<Place | null> {
  const account = await accountById(facts['account']);
  const [outage] = account === null ? [] : await outagesAt(context, account.networkNodeCode);
  return account === null || outage === undefined ? null : { account, outage };
}

/** Whether a life hangs on the power of this home, as was said or, of a stranger's report, as the records have it. */
const isDire = async ({ call, facts }: Scene, account: KnownAccount): Promise<boolean> =>
  isEmergency(facts) || (await unsaidOf(call, account, facts)).medical;

function link(wanted: 'call' | 'text'): Verb {
  return verbWith({ outcomes: ['linked', 'no-phone', 'restored'], moving: true }, async (context, scene) => {
    const { call, facts, language } = scene;
    const place = await darkPlace(context, scene);
    if (place === null) return { outcome: 'restored' };
    const wish = await linkOutage(context, {
      outageCode: place.outage.code,
      account: place.account,
      wanted,
      via: 'phone',
      sourceSid: call.sid,
      reportNo: reportNumber(facts),
      callerPhone: call.phone,
      tellsHome: (await hearingOf(call, place.account, facts)) === 'nothing',
      language,
      ticket: (await isDire(scene, place.account)) ? await openMedicalReport(context, reportNow(context, scene)) : null,
    });
    if (wish === null) return { outcome: 'restored' };
    context.callLog.note(call.sid, { ticketId: wish.ticketId, accountNo: place.account.accountNo });
    return { outcome: wish.toPhone === null ? 'no-phone' : 'linked' };
  });
}
