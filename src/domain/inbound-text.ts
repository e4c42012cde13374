/** What a text to the hotline asks for (contract section 5, "Texts to the hotline"). */
export type InboundWord =
  | { readonly word: PlainWord }
  /** `last` are the last four digits of the ticket, or null. */
  | { readonly word: 'accept' | 'decline'; readonly last: string | null }
  | { readonly word: null };

type PlainWord = 'status' | 'out' | 'on' | 'stop' | 'start';

/** STOP and START in the forms that carriers act upon by themselves, so that our list and theirs agree. */
const words: Readonly<Record<string, PlainWord>> = {
  STATUS: 'status',
  停电: 'out',
  OUT: 'out',
  来电: 'on',
  ON: 'on',
  STOP: 'stop',
  STOPALL: 'stop',
  UNSUBSCRIBE: 'stop',
  CANCEL: 'stop',
  END: 'stop',
  QUIT: 'stop',
  退订: 'stop',
  START: 'start',
  UNSTOP: 'start',
  YES: 'start',
};

/** Reads a text whatever its case, blanks, width of letters or a full stop at the end; `1` and `2` mean something from staff only. */
export function readInboundText(body: string, isStaff: boolean): InboundWord {
  const plain = body
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[.,!\u{3002}]+$/u, '')
    .toUpperCase();
  const [, choice, last] = /^([12])(\d{4})?$/.exec(plain) ?? [];
  if (isStaff && choice !== undefined) return { word: choice === '1' ? 'accept' : 'decline', last: last ?? null };
  return { word: words[plain] ?? null };
}

/** Whether a text is written in Chinese characters: then its answer is too. */
export function isChineseText(body: string): boolean {
  return /\p{Script=Han}/u.test(body);
}

/** How many texts that we do not understand are answered per number and hour, so that two machines do not answer each other for ever. */
export const mostUnknownAnswers = 5;
