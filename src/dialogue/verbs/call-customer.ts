import { Person } from '../../../models/person';
import { readJob } from '../../services/crew/crew-jobs';
import { customerPhone, noteCustomerCalled, ticketOfFacts } from '../../services/crew/customer-call';
import { readPageCall } from '../../services/paging/page-call';
import { numberFact } from '../scene-facts';
import type { Scene } from '../verb';
import { attemptOf } from './own-calls';
import { verbWith } from './verb-with';

type Asker = Person | 'finished' | 'gone';

/** The person who asks: signed in to the crew line, or else paged; a word instead when the job is not theirs. */
function askerOf(scene: Scene): Promise<Asker> {
  const { ticket, person } = scene.facts;
  const isOfCrew = ticket !== undefined && person !== undefined;
  return isOfCrew ? crewAsker(Number(ticket), person) : pagedAsker(attemptOf(scene));
}

async function crewAsker(ticketId: number, personCode: string): Promise<Asker> {
  const { standing } = await readJob(ticketId, personCode);
  return standing === 'open' ? personOr(personCode) : standing;
}

async function pagedAsker(attemptId: number): Promise<Asker> {
  const page = await readPageCall(attemptId);
  if (page === null) return 'gone';
  return page.isOffered || page.isTheirs ? personOr(page.attempt.personCode) : 'gone';
}

async function personOr(code: string | null): Promise<Asker> {
  return (await Person.findByPk(code ?? '')) ?? 'gone';
}

/** Whether the customer may be rung now; if so, the next target is `bridge`. */
export const callCustomer = verbWith({ outcomes: ['ready', 'none', 'finished', 'gone'] }, async (context, scene) => {
  const asker = await askerOf(scene);
  if (typeof asker === 'string') return { outcome: asker };
  const ticket = await ticketOfFacts(scene.facts);
  if (ticket === null || customerPhone(context, ticket) === null) return { outcome: 'none' };
  const turn = numberFact(scene, 'turn') + 1;
  const by = { code: asker.code, name: asker.name };
  await noteCustomerCalled(context, ticket, { callSid: scene.call.sid, turn }, by);
  return { outcome: 'ready', set: { turn: String(turn), did: 'call' } };
});
