import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import Square from 'lucide-react/icons/square';
import { useEffect, useRef, useState } from 'react';
import { every } from '../browser/every';
import { hasMicrophone, listenToMicrophone } from '../browser/microphone';
import type { Speaking } from '../browser/microphone';
import { act, sendSound } from '../browser/phone-api';
import { usePage } from '../page-context';

/** Well below the seconds for which the phone waits after a breath. */
const BREATHE_EVERY_MS = 4000;

/** Speaks with one's own voice: press, speak, press again. Not there where the browser has no microphone to offer. */
export function MicrophoneButton({ number }: { readonly number: string }) {
  const { t } = usePage();
  const [state, setState] = useState<'ready' | 'listening' | 'refused'>('ready');
  const speaking = useRef<Speaking | null>(null);
  useBreath(number, state === 'listening');
  useEffect(() => () => void speaking.current?.done(), []);
  const begin = async (): Promise<void> => {
    try {
      speaking.current = await listenToMicrophone();
      setState('listening');
    } catch {
      setState('refused');
    }
  };
  const end = (): void => {
    const spoken = speaking.current;
    speaking.current = null;
    setState('ready');
    if (spoken) void sendSound(number, spoken.done());
  };
  if (!hasMicrophone) return null;
  if (state === 'refused') return <MicOff size={18} className="mic-off" role="img" aria-label={t.microphoneRefused} />;
  const listening = state === 'listening';
  return (
    <button
      type="button"
      className="tool mic"
      aria-label={listening ? t.microphoneStop : t.microphone}
      aria-pressed={listening}
      onClick={() => {
        if (listening) end();
        else void begin();
      }}
    >
      {listening ? <Square size={16} aria-hidden /> : <Mic size={18} aria-hidden />}
    </button>
  );
}

/** Tells the phone again and again that somebody is still speaking. */
function useBreath(number: string, speaking: boolean): void {
  useEffect(() => {
    if (!speaking) return undefined;
    const breathe = (): void => void act(number, 'breathe');
    breathe();
    return every(BREATHE_EVERY_MS, breathe);
  }, [number, speaking]);
}
