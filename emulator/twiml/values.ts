import type { Element, Warning } from './element';

type Rule = readonly [attribute: string, code: number, name: string, valid: (value: string) => boolean];

const whole = (value: string): boolean => /^\d+$/.test(value.trim());
const positive = (value: string): boolean => /^[1-9]\d*$/.test(value.trim());
const flag = (value: string): boolean => /^(true|false)$/i.test(value);
const method = (value: string): boolean => /^(get|post)$/i.test(value);
const KEYS = /^[0-9#*]$/;

/** Values that Twilio warns of; the verb then runs as if the attribute were not there. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  Dial: [
    ['method', 13210, 'Dial: Invalid method value', method],
    ['timeout', 13212, 'Dial: Invalid timeout value', positive],
    ['hangupOnStar', 13213, 'Dial: Invalid hangupOnStar value', flag],
    ['callerId', 13214, 'Dial: Invalid callerId value', (value) => /^(\+?\d+|anonymous|client:.+)$/i.test(value)],
    ['timeLimit', 13216, 'Dial: Invalid timeLimit value', positive],
    [
      'record',
      13217,
      'Dial: Invalid record value',
      (value) => /^(true|false|do-not-record|record-from-(answer|ringing)(-dual)?)$/.test(value),
    ],
  ],
  Number: [
    ['method', 13221, 'Dial->Number: Invalid method value', method],
    ['sendDigits', 13222, 'Dial->Number: Invalid sendDigits value', (value) => /^[0-9A-D*#wW]+$/.test(value)],
  ],
  Queue: [['method', 14210, 'Dial->Queue: Invalid whisper method', method]],
  Enqueue: [
    ['method', 14201, 'Enqueue: Invalid method value', method],
    ['waitUrlMethod', 14206, 'Enqueue: Invalid waitUrlMethod value', method],
  ],
  Gather: [
    ['finishOnKey', 13310, 'Gather: Invalid finishOnKey value', (value) => value.length !== 1 || KEYS.test(value)],
    ['finishOnKey', 13311, 'Gather: Invalid finishOnKey value', (value) => value.length <= 1],
    ['method', 13312, 'Gather: Invalid method value', method],
    ['timeout', 13313, 'Gather: Invalid timeout value', (value) => whole(value) || value === 'auto'],
    ['numDigits', 13314, 'Gather: Invalid numDigits value', positive],
  ],
  Play: [['loop', 13410, 'Play: Invalid loop value', whole]],
  Say: [['loop', 13510, 'Say: Invalid loop value', whole]],
  Record: [
    ['method', 13610, 'Record: Invalid method value', method],
    ['timeout', 13611, 'Record: Invalid timeout value', positive],
    ['maxLength', 13612, 'Record: Invalid maxLength value', positive],
    ['finishOnKey', 13613, 'Record: Invalid finishOnKey value', (value) => /^[0-9#*]*$/.test(value)],
    ['transcribe', 13614, 'Record: Invalid transcribe value', flag],
    ['playBeep', 13616, 'Record: playBeep must be true or false', flag],
  ],
  Redirect: [['method', 13710, 'Redirect: Invalid method value', method]],
  Pause: [['length', 13910, 'Pause: Invalid length value', whole]],
};

/** What is wrong with the values of an element, in Twilio's codes and words. */
export function checkValues({ name, attributes, text }: Element): Warning[] {
  const wrong = (RULES[name] ?? []).flatMap(([attribute, code, message, valid]) => {
    const value = attributes[attribute];
    return value === undefined || valid(value) ? [] : [{ code, message: `${message}: '${value}'` }];
  });
  return [...wrong, ...nameWarnings(name, text)];
}

const LONGEST_QUEUE_NAME = 64;

function nameWarnings(name: string, text: string): Warning[] {
  if (name !== 'Enqueue' && name !== 'Queue') return [];
  const [verb, short, long] =
    name === 'Enqueue' ? (['Enqueue', 14204, 14205] as const) : (['Dial->Queue', 14212, 14213] as const);
  if (text === '') return [{ code: short, message: `${verb}: Queue name too short` }];
  if (text.length > LONGEST_QUEUE_NAME) return [{ code: long, message: `${verb}: Queue name too long` }];
  return [];
}

/** The element without what is wrong with it. */
export function withoutWrong(element: Element): Element {
  const wrong = (RULES[element.name] ?? []).filter(([attribute, , , valid]) => {
    const value = element.attributes[attribute];
    return value !== undefined && !valid(value);
  });
  if (wrong.length === 0 && element.children.length === 0) return element;
  const names = new Set(wrong.map(([attribute]) => attribute));
  const attributes = Object.fromEntries(Object.entries(element.attributes).filter(([name]) => !names.has(name)));
  return { ...element, attributes, children: element.children.map(withoutWrong) };
}
