import { useEffect } from 'react';
import { every } from './every';

/** Hz: two close tones, as a telephone's bell has. */
const TONES = [420, 470];
const LOUDNESS = 0.05;
/** Seconds of sound in every cycle. */
const RING_FOR = 0.9;
const CYCLE_MS = 2600;

let audio: AudioContext | null = null;

/** Rings softly, over and over, as long as `on`. A browser lets it be heard once somebody has clicked or typed. */
export function useRingTone(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    audio ??= new AudioContext();
    const context = audio;
    void context.resume();
    ringOnce(context);
    const end = every(CYCLE_MS, () => {
      ringOnce(context);
    });
    return () => {
      end();
      void context.suspend();
    };
  }, [on]);
}

function ringOnce(context: AudioContext): void {
  const from = context.currentTime;
  const gain = context.createGain();
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.05);
  gain.gain.setValueAtTime(LOUDNESS, from + RING_FOR - 0.2);
  gain.gain.linearRampToValueAtTime(0, from + RING_FOR);
  for (const frequency of TONES) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(from);
    tone.stop(from + RING_FOR);
  }
}
