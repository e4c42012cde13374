import { useEffect, useState } from 'react';
import type { Entry } from '../state/exchange';

const synthesis: SpeechSynthesis | null = 'speechSynthesis' in globalThis ? speechSynthesis : null;

/** Whether this browser has a voice to read with; browsers load them late. */
export function useHasVoices(): boolean {
  const [has, setHas] = useState(() => (synthesis?.getVoices().length ?? 0) > 0);
  useEffect(() => {
    const look = (): void => {
      setHas((synthesis?.getVoices().length ?? 0) > 0);
    };
    synthesis?.addEventListener('voiceschanged', look);
    return () => {
      synthesis?.removeEventListener('voiceschanged', look);
    };
  }, []);
  return has;
}

const CUTTING: readonly string[] = ['key', 'words', 'answer', 'hangup'];

/** Reads aloud what an entry says; a key, an answer or a hang-up cuts short what was being read. */
export function readAloud({ kind, text, language = '' }: Entry): void {
  if (CUTTING.includes(kind)) stopReading();
  if (kind !== 'say' || synthesis === null) return;
  const utterance = new SpeechSynthesisUtterance(text);
  const voice = voiceFor(language);
  utterance.lang = voice?.lang ?? language;
  if (voice) utterance.voice = voice;
  synthesis.speak(utterance);
}

export function stopReading(): void {
  synthesis?.cancel();
}

/** A voice of this language: of the same country if there is one. Mandarin is `cmn-CN` to carriers and `zh-CN` to browsers. */
function voiceFor(language: string): SpeechSynthesisVoice | null {
  const wanted = language.replace('cmn', 'zh').replace('_', '-').toLowerCase();
  const voices = synthesis?.getVoices() ?? [];
  const named = (name: string): string => name.replace('_', '-').toLowerCase();
  const same = voices.find(({ lang }) => named(lang) === wanted);
  return same ?? voices.find(({ lang }) => named(lang).split('-')[0] === wanted.split('-')[0]) ?? null;
}
