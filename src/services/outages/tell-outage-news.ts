import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { endMoved, endNews, timeTold } from '../../domain/outage';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { keepPromises, promise } from '../tickets/promises';
import { isReachable } from '../outbound/is-reachable';
import { outageText } from './outage-words';
import { renderText } from '../prompts';
import { queueText } from '../outbound/queue-attempt';

/** Makes news due for those who wait for it, because the expected end of an outage changed; joins the caller's transaction. */
export async function oweOutageNews({ clock, poke }: Context, outageCode: string): Promise<void> {
  const waiting = { outageCode, state: 'waiting', toPhone: { [Op.ne]: null } };
  await OutageWish.update({ newsDueAt: clock.now() }, { where: waiting });
  poke();
}

/** Texts a changed time to those who asked for news, at most once in `outage.minGap` each. */
export const tellOutageNews = dueRows('tell-outage-news', {
  model: OutageWish,
  moment: 'news_due_at',
  where: 'news_due_at IS NOT NULL',
  each: (context, wish) => inTransaction(() => tell(context, wish)),
});

async function tell(context: Context, wish: OutageWish): Promise<void> {
  const now = context.clock.now();
  const { changeOver, minGap } = context.policy.outage;
  const outage = await Outage.findByPk(wish.outageCode);
  const isWanted = wish.state === 'waiting' && outage?.state === 'current';
  const claim = { id: wish.id, newsDueAt: wish.newsDueAt };
  if (!isWanted || !endMoved(wish.toldEndAt, outage.expectedEndAt, changeOver)) {
    await OutageWish.update({ newsDueAt: null }, { where: claim });
    return;
  }
  const from = wish.lastNewsAt === null ? now : new Date(wish.lastNewsAt.getTime() + minGap);
  if (from > now) {
    await OutageWish.update({ newsDueAt: from }, { where: claim });
    return;
  }
  const told = { newsDueAt: null, lastNewsAt: now, toldEndAt: outage.expectedEndAt };
  const [claimed] = await OutageWish.update(told, { where: claim });
  if (claimed === 1) await textNews(context, wish, outage);
}

async function textNews(context: Context, wish: OutageWish, outage: Outage): Promise<void> {
  const { toPhone, language, ticketId } = wish;
  if (toPhone === null || !(await isReachable(context, toPhone, 'text'))) return;
  const now = context.clock.now();
  const body = renderText(context, language, 'text.outage-changed', { news: outageText(context, outage) });
  await queueText(context, { kind: 'notice', priority: 'P1', toPhone, language, ticketId, body });
  await keepPromises(ticketId, 'news', now);
  const time = timeTold(endNews(outage, now));
  if (time === null) return;
  await promise(context, { kind: time.kind, ticketId, callSid: null, channel: 'text', promisedAt: time.at });
}
