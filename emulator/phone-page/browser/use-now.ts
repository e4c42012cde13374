import { useEffect, useState } from 'react';
import { every } from './every';

const TICK_MS = 500;

/** The emulator's time in milliseconds, `shiftMs` ahead of this machine's, ticking. */
export function useNow(shiftMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(
    () =>
      every(TICK_MS, () => {
        setNow(Date.now());
      }),
    [],
  );
  return now + shiftMs;
}
