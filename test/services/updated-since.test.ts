import { bySystem } from '../../src/domain/timeline';
import { keepContact, putContact } from '../../src/services/intake/contact-phone';
import { needLocating } from '../../src/services/tickets/need-locating';
import { locateTicket } from '../../src/services/tickets/locate-ticket';
import { listTickets } from '../../src/services/views/tickets';
import { acts, type ActOn } from '../support/acts';
import { aTicket } from '../support/crew-rows';
import { after, customer, inATown, type PagingStage } from '../support/paging-stage';

/** Whoever asks from time to time what has changed since hears of every report that has. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const sweep = () => stage.settle();

/** What time makes of a report, and what is said of it that no crew and no call in the table of acts says. */
const others: readonly ActOn[] = [
  {
    what: 'due for another visit',
    make: () => aTicket({ state: 'waiting', stateReason: 'parts', nextVisitAt: after(60) }),
    act: sweep,
  },
  {
    what: 'left unfound',
    make: async () => {
      const ticket = await aTicket({ state: 'waiting', stateReason: 'locate', personCode: null, arrivalDueAt: null });
      await needLocating({ ...stage.context, policy: { ...stage.context.policy, locate: { within: 60_000 } } }, ticket);
      return ticket;
    },
    act: sweep,
  },
  { what: 'reached by nobody in time', make: () => aTicket({ arrivalDueAt: after(60) }), act: sweep },
  { what: 'nearly late', make: () => aTicket({ category: 'water', arrivalDueAt: after(60 + 180) }), act: sweep },
  {
    what: 'located',
    make: () => aTicket({ state: 'accepted', accountNo: '10001', networkNodeCode: 'B1' }),
    act: (_, { id }) => locateTicket(stage.context, id, { node: 'B2' }, bySystem),
  },
  {
    what: 'given the number that was typed while the database was down',
    make: async () => {
      await keepContact(stage.context, 'CA-in', customer);
      return aTicket({ callSid: 'CA-in', reporterPhone: null, triage: { kept: 'contact' } });
    },
    act: () => putContact(stage.context, 'CA-in', customer),
  },
];

/** These ring or ask somebody, and leave the report as it is; a search that took longer tells nothing more. */
const elsewhere =
  /hurried|declined|told of|given support|said to (be over|go on)|given to|confirmed|supervisor|missed|morning/;

it.each([...acts.filter(({ what }) => !elsewhere.test(what)), ...others])('of one that is $what', async (story) => {
  const ticket = await story.make(stage, 0);
  stage.jump(60);
  const updatedSince = stage.context.clock.now();
  await story.act(stage, ticket);
  const { items } = await listTickets(stage.context, { limit: 10, updatedSince });
  expect(items.map(({ number }) => number)).toEqual([ticket.number]);
});
