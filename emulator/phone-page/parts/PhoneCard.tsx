import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { act } from '../browser/phone-api';
import { usePage, usePerson } from '../page-context';
import type { PhoneState } from '../state/exchange';
import { unreadTexts } from '../state/page-state';
import { Deck } from './Deck';
import { PhoneHead } from './PhoneHead';
import { SayField } from './SayField';
import { Texts } from './Texts';
import { Transcript } from './Transcript';
import { Where } from './Where';

interface CardProps {
  readonly number: string;
  readonly change: () => void;
  /** Null for the last phone on the table, which must stay. */
  readonly remove: (() => void) | null;
}

type Side = 'call' | 'texts';

/** A phone that nobody has used yet. */
const unused = (number: string): PhoneState => ({
  number,
  state: 'idle',
  callSid: null,
  activity: null,
  other: null,
  since: null,
  asking: null,
  bridgedWith: null,
});

/** One telephone: who holds it, what it hears, and what can be done with it now. */
export function PhoneCard({ number, change, remove }: CardProps) {
  const { state, t } = usePage();
  const { title } = usePerson(number);
  const [withheld, setWithheld] = useState(false);
  const phone = state.phones.get(number) ?? unused(number);
  return (
    <section
      className="phone"
      data-state={phone.state}
      data-number={number}
      aria-label={t.phoneOf(title)}
      // The phone as a whole takes the focus, so that keys typed anywhere in it are pressed on it.
      tabIndex={0}
      onKeyDown={(event) => {
        typed(event, phone, withheld);
      }}
    >
      <PhoneHead phone={phone} change={change} remove={remove} />
      <Screen phone={phone} />
      <Deck phone={phone} withheld={withheld} setWithheld={setWithheld} />
    </section>
  );
}

function Screen({ phone }: { readonly phone: PhoneState }) {
  const [side, setSide] = useState<Side>('call');
  return (
    <>
      <Sides number={phone.number} side={side} setSide={setSide} />
      <div className="screen">
        {side === 'call' ? (
          <>
            <Where phone={phone} />
            <Transcript number={phone.number} callSid={phone.callSid} />
            <SayField phone={phone} />
          </>
        ) : (
          <Texts number={phone.number} />
        )}
      </div>
    </>
  );
}

interface SidesProps {
  readonly number: string;
  readonly side: Side;
  readonly setSide: (side: Side) => void;
}

function Sides({ number, side, setSide }: SidesProps) {
  const { state, t } = usePage();
  const unread = unreadTexts(state, number);
  return (
    <div className="sides">
      {(['call', 'texts'] as const).map((one) => (
        <button
          key={one}
          type="button"
          className="side"
          aria-pressed={side === one}
          onClick={() => {
            setSide(one);
          }}
        >
          {t[one]}
          {one === 'texts' && unread > 0 && (
            <span className="badge">
              {unread}
              <span className="hidden-text">{t.unread(unread)}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** What the keyboard does when the focus is on the phone; keys of fields and buttons remain theirs. */
function typed(event: KeyboardEvent<HTMLElement>, phone: PhoneState, withheld: boolean): void {
  const target = event.target as HTMLElement;
  if (event.altKey || event.ctrlKey || event.metaKey || target.tagName === 'INPUT') return;
  const what = actOf(event.key, phone.state, target === event.currentTarget);
  if (what === null) return;
  event.preventDefault();
  if (what === 'keys') void act(phone.number, 'keys', { keys: event.key });
  else void act(phone.number, what, what === 'dial' ? { withheld } : {});
}

const ON_ENTER = { idle: 'dial', ringing: 'answer', dialing: null, connected: null } as const;
const ON_ESCAPE = { idle: null, ringing: 'reject', dialing: 'hangup', connected: 'hangup' } as const;

function actOf(key: string, state: PhoneState['state'], onPhone: boolean) {
  if (/^[0-9*#]$/.test(key)) return state === 'connected' ? 'keys' : null;
  if (key === 'Escape') return ON_ESCAPE[state];
  return key === 'Enter' && onPhone ? ON_ENTER[state] : null;
}
