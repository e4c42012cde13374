import ChevronDown from 'lucide-react/icons/chevron-down';
import X from 'lucide-react/icons/x';
import { useNow } from '../browser/use-now';
import { usePage, usePerson } from '../page-context';
import type { PhoneState } from '../state/exchange';
import { lengthText } from '../state/time';
import { Avatar } from './Avatar';

interface HeadProps {
  readonly phone: PhoneState;
  readonly change: () => void;
  readonly remove: (() => void) | null;
}

/** Who holds the phone, and how it is. A phone in use is neither changed nor put away. */
export function PhoneHead({ phone, change, remove }: HeadProps) {
  const { language, t } = usePage();
  const { number, title, role, note } = usePerson(phone.number);
  const idle = phone.state === 'idle';
  return (
    <div className="phone-head">
      <div className="phone-top">
        <Avatar number={number} />
        <button
          type="button"
          className="phone-name"
          disabled={!idle}
          aria-label={t.changePerson(title)}
          onClick={change}
        >
          <span className="cut">{title}</span>
          {idle && <ChevronDown size={14} aria-hidden />}
        </button>
        <span className="phone-side">
          <StatePill phone={phone} />
          {idle && remove !== null && (
            <button type="button" className="tool phone-remove" aria-label={t.removePhone(title)} onClick={remove}>
              <X size={16} aria-hidden />
            </button>
          )}
        </span>
        <p className="phone-role cut">{role[language]}</p>
      </div>
      <p className="phone-note cut" title={note[language]}>
        {[number, note[language]].filter(Boolean).join(' · ')}
      </p>
    </div>
  );
}

function StatePill({ phone }: { readonly phone: PhoneState }) {
  const { state, t } = usePage();
  const now = useNow(state.clock.shiftMs);
  const name = { idle: t.idle, dialing: t.dialing, ringing: t.ringing, connected: t.inCall }[phone.state];
  return (
    <span className="state-pill" role="status">
      {name}
      {phone.since !== null && (
        <time className="state-time" aria-hidden>
          {lengthText(now - Date.parse(phone.since))}
        </time>
      )}
    </span>
  );
}
