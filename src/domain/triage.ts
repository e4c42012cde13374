import type { Facts } from './flow';
import { isEmergency } from './report-number';
import type { Category, Place, Priority, Responsibility } from './ticket';

/** What a caller's answers mean: the outcome table of contract section 5. */
export interface Judgement {
  readonly category: Category;
  readonly responsibility: Responsibility;
  readonly priority: Priority;
  readonly place: Place;
  /** Work inside the home: the visit needs a code, and the customer pays for it. */
  readonly inHome: boolean;
  readonly chargeable: boolean;
  /** The prompt that names the problem: `caller.problem.{words}`. */
  readonly words: string;
}

const grid = { responsibility: 'GRID', priority: 'P1', place: 'home', inHome: false, chargeable: false } as const;
const paidHome = { priority: 'P1', place: 'home', inHome: true, chargeable: true } as const;

const byNeighbours: Readonly<Record<string, Judgement>> = {
  all: { ...grid, category: 'lv', words: 'outage' },
};
const bySymptom: Readonly<Record<string, Judgement>> = {
  quality: { ...grid, category: 'quality', words: 'quality' },
  meter: { ...grid, category: 'meter', words: 'meter' },
  line: { ...grid, category: 'line_hazard', place: 'street', words: 'line' },
  lamp: { ...grid, category: 'street_light', priority: 'P3', place: 'street', words: 'lamp' },
};
const byBreaker: Readonly<Record<string, Judgement>> = {
  on: { ...grid, category: 'meter', words: 'only-me' },
  trips: { ...paidHome, category: 'internal', responsibility: 'INTERNAL', words: 'internal' },
};
const unknown: Judgement = { ...grid, category: 'lv', responsibility: 'UNKNOWN', words: 'unknown' };
const reconnect: Judgement = {
  ...grid,
  category: 'reconnect',
  responsibility: 'ARREARS',
  priority: 'P2',
  words: 'reconnect',
};

/** What the records say of a home, and a stranger who reports for it was neither asked nor told. */
export interface Unsaid {
  /** Equipment that keeps somebody alive, with backup power or without. */
  readonly medical: boolean;
  /** The supply is off until somebody pays. */
  readonly unpaid: boolean;
}
export const nothingUnsaid: Unsaid = { medical: false, unpaid: false };

/**
 * Judges a power report by the facts of its call. No backup power for equipment that keeps somebody alive makes it P0, whatever was
 * said since; where a stranger could not be asked it counts as missing.
 */
export function judge(facts: Facts, { medical } = nothingUnsaid): Judgement {
  const found = judgeFault(facts);
  return facts['medical'] === 'none' || isEmergency(facts) || medical ? { ...found, priority: 'P0' } : found;
}

function judgeFault({ paid, symptom, neighbours, breaker }: Facts): Judgement {
  if (paid !== undefined) return reconnect;
  if (symptom !== undefined) return bySymptom[symptom] ?? unknown;
  return byNeighbours[neighbours ?? ''] ?? byBreaker[breaker ?? ''] ?? unknown;
}
