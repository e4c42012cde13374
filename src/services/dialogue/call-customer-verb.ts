import { Person } from '../../../models/person';
import { readJob } from '../crew-jobs';
import { customerPhone, noteCustomerCalled, ticketOfFacts } from '../customer-call';
import { readPageCall } from '../page-call';
import { numberFact } from './scene-facts';
import type { Scene, Verb } from './verb';

/** Who asks: whoever signed in to the crew line, else whoever was paged; null when the job is not theirs to ask about. */
async function askerOf(scene: Scene): Promise<Person | 'finished' | 'gone'> {
  const { ticket, person } = scene.facts;
  if (ticket !== undefined && person !== undefined) {
    const job = await readJob(Number(ticket), person);
    if (job?.standing !== 'open') return job?.standing ?? 'gone';
    return (await Person.findByPk(person)) ?? 'gone';
  }
  const page = await readPageCall(numberFact(scene, 'attempt'));
  if (page === null || !(page.isOffered || page.isTheirs)) return 'gone';
  return (await Person.findByPk(page.attempt.personCode ?? '')) ?? 'gone';
}

/** May the customer be rung now? Then the next target is `bridge`. */
export const callCustomer: Verb = {
  outcomes: ['ready', 'none', 'finished', 'gone'],
  async run(context, scene) {
    const asker = await askerOf(scene);
    if (typeof asker === 'string') return { outcome: asker };
    const ticket = await ticketOfFacts(scene.facts);
    if (ticket === null || customerPhone(context, ticket) === null) return { outcome: 'none' };
    const turn = numberFact(scene, 'turn') + 1;
    await noteCustomerCalled(
      context,
      ticket,
      { callSid: scene.call.sid, turn },
      { code: asker.code, name: asker.name },
    );
    return { outcome: 'ready', set: { turn: String(turn), did: 'call' } };
  },
};
