import Clock from 'lucide-react/icons/clock';
import FastForward from 'lucide-react/icons/fast-forward';
import Square from 'lucide-react/icons/square';
import Sunrise from 'lucide-react/icons/sunrise';
import { forwardClock, stopClock } from '../browser/phone-api';
import { useNow } from '../browser/use-now';
import { usePage } from '../page-context';
import { clockText, dayText, minutesUntil } from '../state/time';

const STEPS = [5, 30];
const MORNING = '08:30';

/** The time as the hotline has it, and ways to move it forward. */
export function ClockBar() {
  const { state, t } = usePage();
  const { clock, directory } = state;
  const now = useNow(clock.shiftMs);
  return (
    <div className="clock" role="group" aria-label={t.clock} data-forwarding={clock.forwarding}>
      <Clock size={16} aria-hidden className="clock-icon" />
      <time className="clock-time">{clockText(now, directory.timezone, true)}</time>
      <span className="clock-day">{dayText(now, directory.timezone, t.locale)}</span>
      {clock.forwarding ? <Forwarding /> : <Forwards now={now} />}
    </div>
  );
}

function Forwarding() {
  const { t } = usePage();
  return (
    <span className="clock-steps" role="status">
      <span className="clock-moving">{t.forwarding}</span>
      <button type="button" className="clock-step clock-stop" onClick={() => void stopClock()}>
        <Square size={12} aria-hidden />
        {t.stop}
      </button>
    </span>
  );
}

function Forwards({ now }: { readonly now: number }) {
  const { state, t } = usePage();
  return (
    <span className="clock-steps">
      <FastForward size={14} aria-hidden className="clock-icon" />
      {STEPS.map((minutes) => (
        <button
          key={minutes}
          type="button"
          className="clock-step"
          title={t.forward(minutes)}
          onClick={() => void forwardClock(minutes)}
        >
          {t.forwardShort(minutes)}
        </button>
      ))}
      <button
        type="button"
        className="clock-step"
        title={t.morning}
        onClick={() => void forwardClock(minutesUntil(MORNING, now, state.directory.timezone))}
      >
        <Sunrise size={14} aria-hidden />
        {t.morningShort}
      </button>
    </span>
  );
}
