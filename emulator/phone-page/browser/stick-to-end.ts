import { useEffect, useRef } from 'react';

/** A reader nearer to the end than this, in pixels, counts as reading the end. */
const NEAR = 40;

/** The events by which a person scrolls. The `scroll` event itself is no sign of it: a list also moves when it is hidden and shown again. */
const SCROLLING = ['wheel', 'touchmove', 'pointerup', 'keyup'];

/** Keeps the end of a scrolling list in sight as it grows or is given another size, unless somebody has scrolled away from it. */
export function useStickToEnd(content: unknown) {
  const list = useRef<HTMLDivElement>(null);
  const readsEnd = useRef(true);
  useEffect(() => {
    const { current } = list;
    if (current === null) return undefined;
    const note = (): void => {
      requestAnimationFrame(() => {
        readsEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR;
      });
    };
    const resized = new ResizeObserver(() => {
      toEnd(current, readsEnd.current);
    });
    for (const name of SCROLLING) current.addEventListener(name, note, { passive: true });
    resized.observe(current);
    return () => {
      for (const name of SCROLLING) current.removeEventListener(name, note);
      resized.disconnect();
    };
  }, []);
  useEffect(() => {
    toEnd(list.current, readsEnd.current);
  }, [content]);
  return list;
}

function toEnd(list: HTMLDivElement | null, wanted: boolean): void {
  if (wanted) list?.scrollTo({ top: list.scrollHeight });
}
