import type { Language } from './state/exchange';
import type { Words } from './words';
import { en } from './words-en';
import { zh } from './words-zh';

export const wordsByLanguage: Readonly<Record<Language, Words>> = { zh, en };
