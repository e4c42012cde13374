import { SaxesParser } from 'saxes';
import type { Exchanged } from '../journal';
import type { Element, Parsed } from './element';
import { checkVerbs } from './schema';

/** A document that cannot be run; the code is Twilio's. */
export class TwimlError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly url: string,
    readonly exchanged: Exchanged | null = null,
  ) {
    super(message);
  }
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads TwiML; throws TwimlError 12100 for bad XML or a root other than Response. */
export function parseTwiml(xml: string, url: string, exchanged: Exchanged | null = null): Parsed {
  const root = readXml(xml, url, exchanged);
  if (root?.name !== 'Response') throw new TwimlError(12100, 'Document parse failure: no <Response>', url, exchanged);
  return checkVerbs(root.children);
}

function readXml(xml: string, url: string, exchanged: Exchanged | null): Element | null {
  const parser = new SaxesParser();
  const open: Open[] = [];
  let root: Element | null = null;
  const add = (text: string): void => {
    for (const element of open) element.text += text;
  };
  parser.on('error', (error) => {
    throw new TwimlError(12100, `Document parse failure: ${error.message}`, url, exchanged);
  });
  parser.on('opentag', ({ name, attributes }) => open.push({ name, attributes, children: [], text: '' }));
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const element = closed(open.pop());
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(xml).close();
  return root;
}

function closed(open: Open | undefined): Element {
  if (!open) throw new Error('An element closed that was not open');
  return { ...open, text: open.text.replace(/\s+/gu, ' ').trim() };
}
