import { useEffect, useState } from 'react';

/** State that the browser keeps for the next visit, as JSON. */
export function useRemembered<T>(name: string, first: T): readonly [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => (read(name) as T | null) ?? first);
  useEffect(() => {
    // The phones must also work in a browser that refuses to keep anything.
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      return;
    }
  }, [name, value]);
  return [value, setValue];
}

function read(name: string): unknown {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
