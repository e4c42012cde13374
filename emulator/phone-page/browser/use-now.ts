import { useEffect, useState } from 'react';

const TICK_MS = 500;

/** The emulator's time in milliseconds, `shiftMs` ahead of this machine's, ticking. */
export function useNow(shiftMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now + shiftMs;
}
