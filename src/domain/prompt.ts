import { pickWords, spokenDigits, spokenMinutes, spokenMoney, spokenTime } from './speech';
import type { Manner, Value, Vars } from './speech';

/** The sentences of one language, by id. */
export type PromptBook = Readonly<Record<string, string>>;

const place = /\{([a-zA-Z]+)\}/g;

/** The values that a prompt needs, by name. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(place)].flatMap((match) => match[1] ?? []);
}

/** Puts the values into the prompt's places. Throws Error when the prompt or a value is missing: both are caught by `flows check` and tests. */
export function renderPrompt(book: PromptBook, id: string, vars: Vars, manner: Manner): string {
  const text = book[id];
  if (text === undefined) throw new Error(`There is no prompt ${id} in ${manner.language}.`);
  return text.replace(place, (_whole, name: string) => {
    const value = vars[name];
    if (value === undefined) throw new Error(`Prompt ${id} wants {${name}}, which was not given.`);
    return renderValue(book, value, manner);
  });
}

function renderValue(book: PromptBook, value: Value, manner: Manner): string {
  if ('number' in value) return String(value.number);
  if ('digits' in value) return spokenDigits(value.digits, manner);
  if ('time' in value) return spokenTime(value.time, manner);
  if ('minutes' in value) return spokenMinutes(value.minutes, manner);
  if ('cents' in value) return spokenMoney(value.cents, manner);
  if ('words' in value) return pickWords(value.words, manner.language);
  return renderPrompt(book, value.phrase, value.vars ?? {}, manner);
}
