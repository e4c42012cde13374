import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { act } from '../browser/phone-api';
import { usePage } from '../page-context';
import type { PhoneState } from '../state/exchange';
import { MicrophoneButton } from './MicrophoneButton';

/** Words for whoever listens: a recording, a question by voice, or the person at the other end; not there when nobody does. */
export function SayField({ phone }: { readonly phone: PhoneState }) {
  const { asking, activity, number } = phone;
  const records = asking?.kind === 'record';
  if (!records && asking?.speech !== true && activity !== 'bridged') return null;
  return <Say key={asking?.path ?? activity} number={number} records={records} />;
}

interface SayProps {
  readonly number: string;
  readonly records: boolean;
}

function Say({ number, records }: SayProps) {
  const { t } = usePage();
  const [words, setWords] = useState('');
  const field = useFocusInPhone();
  const label = records ? t.sayRecording : t.sayPlaceholder;
  const breathe = (): void => void act(number, 'breathe');
  const pressed = (event: KeyboardEvent): void => {
    // While nothing is typed, # is the key that ends the recording: nobody must go back to the keypad for it.
    if (event.key !== '#' || words !== '') return;
    event.preventDefault();
    void act(number, 'keys', { keys: '#' });
  };
  return (
    <form
      className="say"
      data-recording={records}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') void act(number, 'say', { words: words.trim() });
        setWords('');
      }}
    >
      <input
        ref={field}
        aria-label={label}
        placeholder={label}
        value={words}
        onFocus={breathe}
        onKeyDown={pressed}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          breathe();
        }}
      />
      <MicrophoneButton number={number} />
      <button type="submit" className="tool" aria-label={t.say} disabled={words.trim() === ''}>
        <SendHorizontal size={18} aria-hidden />
      </button>
    </form>
  );
}

/** Takes the focus when the phone in use begins to listen, and gives it back to that phone when it stops listening. */
function useFocusInPhone() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    const phone = input?.closest<HTMLElement>('.phone');
    if (phone?.contains(document.activeElement)) input?.focus();
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost || document.activeElement === input) phone?.focus();
    };
  }, []);
  return field;
}
