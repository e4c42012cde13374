import type { Flow, MenuNode } from './flow';
import { placesIn, type PromptBook } from './prompt';

/** What a prompt says about keys, held against the keys that its menu serves (ISO/IEC 13714). */

interface Spoken {
  readonly flow: Flow;
  readonly node: MenuNode;
  readonly id: string;
  readonly language: string;
  readonly text: string;
}

/** "press 1", "请按1": the keys that a sentence names, in its order. */
export function announcedKeys(text: string): string[] {
  const named = text.matchAll(/(?:press|按)\s?(\d|hash|star|井号|星号)/gi);
  return [...named].map(([, key = '']) => signs[key.toLowerCase()] ?? key);
}

const signs: Readonly<Record<string, string>> = { hash: '#', 井号: '#', star: '*', 星号: '*' };
/** The keys that the engine itself serves in every menu. */
const engineKeys = ['9', '*'];

/** The prompts of a menu name only keys that do something, its first prompt names every choice, and choices come in ascending order. */
export function announcementProblems(
  flow: Flow,
  node: MenuNode,
  id: string,
  books: ReadonlyMap<string, PromptBook>,
): string[] {
  return [...books].flatMap(([language, book]) =>
    [id, `${id}.again`, `${id}.last`].flatMap((wording) => {
      const text = book[wording];
      if (text === undefined) return [];
      const spoken = { flow, node, id: wording, language, text };
      return [
        ...deadKeys(spoken),
        ...disordered(spoken),
        ...keyBeforeChoice(spoken),
        ...(wording === id ? unnamed(spoken) : []),
      ];
    }),
  );
}

function deadKeys({ flow, node, id, language, text }: Spoken): string[] {
  const served = [...Object.keys(node.keys), ...Object.keys(flow.globals), ...engineKeys];
  const all = flow.audience === 'staff' ? served : [...served, '8'];
  return announcedKeys(text)
    .filter((key) => !all.includes(key))
    .map((key) => `prompt ${id} in ${language} names key ${key}, which does nothing here`);
}

function disordered({ id, language, text }: Spoken): string[] {
  const choices = announcedKeys(text).filter((key) => key >= '1' && key <= '7');
  const sorted = [...choices].sort();
  return choices.join() === sorted.join() ? [] : [`prompt ${id} in ${language} names its keys out of order`];
}

/** The key must come after what it is for ("For a repair, press 2"), so that nobody has forgotten it when the choice is heard. */
function keyBeforeChoice({ id, language, text }: Spoken): string[] {
  return /\bpress \d (?!to \d)(to|for|if)\b/i.test(text)
    ? [`prompt ${id} in ${language} names a key before what it is for`]
    : [];
}

/** Finds keys that a menu prompt does not name; ratings, which name their range, staff menus and prompts whose choices a verb fills in need not name them. */
function unnamed({ flow, node, id, language, text }: Spoken): string[] {
  const isJudged = flow.audience !== 'staff' && node.globals !== 'survey';
  if (!isJudged || placesIn(text).some((place) => choicePlaces.has(place))) return [];
  const named = announcedKeys(text);
  return Object.keys(node.keys)
    .filter((key) => key >= '1' && key <= '4' && !named.includes(key))
    .map((key) => `prompt ${id} in ${language} does not name key ${key}`);
}

const choicePlaces = new Set(['choices', 'more', 'other']);
