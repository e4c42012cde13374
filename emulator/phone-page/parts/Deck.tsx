import { Switch } from '@mantine/core';
import Phone from 'lucide-react/icons/phone';
import PhoneOff from 'lucide-react/icons/phone-off';
import { act } from '../browser/phone-api';
import { usePage } from '../page-context';
import type { PhoneState } from '../state/exchange';
import { Keypad } from './Keypad';

interface DeckProps {
  readonly phone: PhoneState;
  readonly withheld: boolean;
  readonly setWithheld: (withheld: boolean) => void;
}

/** The lower half of the phone: what can be done now. Its height is always the same. */
export function Deck({ phone, withheld, setWithheld }: DeckProps) {
  return (
    <div className="deck">
      {phone.state === 'idle' && <Idle phone={phone} withheld={withheld} setWithheld={setWithheld} />}
      {phone.state === 'ringing' && <Ringing phone={phone} />}
      {(phone.state === 'connected' || phone.state === 'dialing') && <Talking phone={phone} />}
    </div>
  );
}

function Idle({ phone, withheld, setWithheld }: DeckProps) {
  const { state, t } = usePage();
  return (
    <div className="deck-idle">
      <button
        type="button"
        className="round round-call"
        aria-label={t.dialHotline(state.number)}
        onClick={() => void act(phone.number, 'dial', { withheld })}
      >
        <Phone size={26} aria-hidden />
      </button>
      <p className="deck-label" aria-hidden>
        {t.dial} <b>{state.number}</b>
      </p>
      <Switch
        size="xs"
        label={t.withheld}
        checked={withheld}
        onChange={(event) => {
          setWithheld(event.currentTarget.checked);
        }}
      />
    </div>
  );
}

function Ringing({ phone }: { readonly phone: PhoneState }) {
  const { t } = usePage();
  return (
    <div className="deck-ringing">
      <p className="deck-caller">{t.callFrom(phone.other ?? '')}</p>
      <div className="deck-choice">
        <div>
          <button type="button" className="round round-end" onClick={() => void act(phone.number, 'reject')}>
            <PhoneOff size={24} aria-hidden />
            <span className="hidden-text">{t.reject}</span>
          </button>
          <p className="deck-label" aria-hidden>
            {t.reject}
          </p>
        </div>
        <div>
          <button type="button" className="round round-answer" onClick={() => void act(phone.number, 'answer')}>
            <Phone size={24} aria-hidden />
            <span className="hidden-text">{t.answer}</span>
          </button>
          <p className="deck-label" aria-hidden>
            {t.answer}
          </p>
        </div>
      </div>
    </div>
  );
}

function Talking({ phone }: { readonly phone: PhoneState }) {
  const { t } = usePage();
  return (
    <div className="deck-talking">
      <Keypad
        label={t.keypad}
        disabled={phone.state !== 'connected'}
        press={(key) => void act(phone.number, 'keys', { keys: key })}
      />
      <button type="button" className="hang-up" onClick={() => void act(phone.number, 'hangup')}>
        <PhoneOff size={20} aria-hidden />
        {t.hangUp}
      </button>
    </div>
  );
}
