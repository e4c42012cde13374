import { Person } from '../../../models/person';
import { pinNeed } from '../../domain/pin';
import type { Context } from '../../services/context';
import { checkPin } from '../../services/directory/check-pin';
import { pendingOffer } from '../../services/crew/crew-jobs';
import { personOfPhone } from '../../services/directory/person-of-phone';
import { digitsEntered, missed, numberFact } from '../scene-facts';
import type { Verbs } from '../verb';
import { verbWith } from './verb-with';

/** How the crew line finds out who is calling. */

export const crewSignInVerbs: Verbs = {
  /** Finds the person of the caller's number. A page that waits for their answer comes first, without a PIN. */
  'know-crew': verbWith(
    { outcomes: ['unknown', 'offer', 'assign', 'pin', 'locked', 'ready'], moving: true },
    async (context, { call }) => {
      const person = await personOfPhone(call.phone);
      if (person === null) return { outcome: 'unknown' };
      context.callLog.note(call.sid, { personCode: person.code });
      const { language } = person;
      const offer = await pendingOffer(person.code);
      if (offer !== null) {
        const outcome = offer.node === 'assign' ? 'assign' : 'offer';
        return { outcome, language, set: { person: person.code, attempt: String(offer.id) } };
      }
      return { outcome: wayIn(context, person, true), language, set: { person: person.code } };
    },
  ),

  'know-staff-code': verbWith(
    { outcomes: ['pin', 'unknown', 'lost', 'locked'], moving: true },
    async (context, scene) => {
      const person = await Person.findByPk(digitsEntered(scene));
      if (person === null) return missed(scene, { again: 'unknown', over: 'lost' });
      const outcome = wayIn(context, person, false) === 'locked' ? 'locked' : 'pin';
      return { outcome, language: person.language, set: { person: person.code, misses: '0' } };
    },
  ),

  'check-pin': verbWith({ outcomes: ['right', 'wrong', 'locked', 'unknown'], moving: true }, async (context, scene) => {
    const personCode = scene.facts['person'] ?? '';
    const fromOwnNumber = (await personOfPhone(scene.call.phone))?.code === personCode;
    const outcome = await checkPin(context, {
      personCode,
      pin: digitsEntered(scene),
      callSid: scene.call.sid,
      tryNo: numberFact(scene, 'misses'),
      fromOwnNumber,
    });
    if (outcome === 'right') context.callLog.note(scene.call.sid, { personCode });
    // The allowed wrong PINs are counted for the person, over all calls (`checkPin`).
    if (outcome === 'wrong') return missed(scene, { again: 'wrong', over: 'wrong' });
    return { outcome, set: { misses: '0' } };
  }),
};

function wayIn({ policy, clock }: Context, person: Person, fromOwnNumber: boolean): 'pin' | 'locked' | 'ready' {
  const need = pinNeed(policy.crew, person, fromOwnNumber, clock.now());
  if (need === 'locked') return 'locked';
  return need === 'needed' ? 'pin' : 'ready';
}
