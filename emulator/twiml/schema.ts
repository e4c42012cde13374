import type { Element, Parsed, Warning } from './element';
import { checkValues, withoutWrong } from './values';

interface Shape {
  readonly attributes: readonly string[];
  readonly children: readonly string[];
}

const SSML = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'];
const LEG_EVENTS = ['statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'];
const RECORDING_EVENTS = ['recordingStatusCallback', 'recordingStatusCallbackEvent', 'recordingStatusCallbackMethod'];
const LEG = ['url', 'method', ...LEG_EVENTS];
const AMD = [
  'machineDetection',
  'machineDetectionTimeout',
  'machineDetectionSpeechThreshold',
  'machineDetectionSpeechEndThreshold',
  'machineDetectionSilenceTimeout',
  'amdStatusCallback',
  'amdStatusCallbackMethod',
];

/** The verbs that are run, with what Twilio allows on and in them. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Say: { attributes: ['voice', 'language', 'loop'], children: SSML },
  Play: { attributes: ['loop', 'digits'], children: [] },
  Pause: { attributes: ['length'], children: [] },
  Gather: {
    attributes: [
      ...['input', 'action', 'method', 'timeout', 'speechTimeout', 'maxSpeechTime', 'profanityFilter', 'finishOnKey'],
      ...['numDigits', 'partialResultCallback', 'partialResultCallbackMethod', 'language', 'hints', 'bargeIn', 'debug'],
      ...['actionOnEmptyResult', 'speechModel', 'enhanced', 'speechModelProvider', 'dtmfDetection'],
    ],
    children: ['Say', 'Play', 'Pause'],
  },
  Record: {
    attributes: [
      ...['action', 'method', 'timeout', 'finishOnKey', 'maxLength', 'playBeep', 'trim', 'transcribe'],
      ...['transcribeCallback', 'recordingTrack', 'recordingConfigurationId', ...RECORDING_EVENTS],
    ],
    children: [],
  },
  Dial: {
    attributes: [
      ...['action', 'method', 'timeout', 'hangupOnStar', 'timeLimit', 'callerId', 'record', 'trim', 'answerOnBridge'],
      ...[
        'ringTone',
        'recordingTrack',
        'sequential',
        'referUrl',
        'referMethod',
        'events',
        'passports',
        'recordingConfigurationId',
        ...RECORDING_EVENTS,
      ],
    ],
    children: ['Number', 'Queue'],
  },
  Number: { attributes: ['sendDigits', 'byoc', 'startConferenceOnEnter', ...LEG, ...AMD], children: [] },
  Queue: { attributes: ['url', 'method', 'reservationSid', 'postWorkActivitySid'], children: [] },
  Enqueue: {
    attributes: ['action', 'method', 'waitUrl', 'waitUrlMethod', 'workflowSid', 'maxQueueSize'],
    children: ['Task'],
  },
  Leave: { attributes: [], children: [] },
  Redirect: { attributes: ['method'], children: [] },
  Reject: { attributes: ['reason'], children: [] },
  Hangup: { attributes: [], children: [] },
  Message: { attributes: ['to', 'from', 'action', 'method', 'statusCallback'], children: ['Body', 'Media'] },
};

/** These may only stand inside a Dial: they are no verbs by themselves. */
const NOUNS = new Set(['Number', 'Queue']);

/** Leaves out unknown verbs and impossible values, with a warning for each, as Twilio's schema validation does. */
export function checkVerbs(elements: readonly Element[]): Parsed {
  const verbs = elements.filter(({ name }) => SHAPES[name] && !NOUNS.has(name));
  const unknown = elements.filter((element) => !verbs.includes(element));
  const warnings = unknown.map(({ name }) => invalid(`<${name}> is no verb that is known here`));
  return { verbs: verbs.map(withoutWrong), warnings: [...warnings, ...verbs.flatMap(warningsOf)] };
}

function invalid(message: string): Warning {
  return { code: 12200, message: `Schema validation warning: ${message}` };
}

function warningsOf(element: Element): Warning[] {
  const shape = SHAPES[element.name];
  if (!shape) return [];
  const attributes = Object.keys(element.attributes).filter((name) => !shape.attributes.includes(name));
  const children = element.children.filter((child) => !shape.children.includes(child.name));
  return [
    ...attributes.map((name) => invalid(`Attribute '${name}' is not allowed in <${element.name}>`)),
    ...children.map((child) => nestedWarning(child, element)),
    ...checkValues(element),
    ...element.children.filter((child) => shape.children.includes(child.name)).flatMap(warningsOf),
  ];
}

function nestedWarning(child: Element, parent: Element): Warning {
  if (parent.name === 'Gather') return { code: 13320, message: `Gather: Invalid nested verb <${child.name}>` };
  return invalid(`<${child.name}> is not allowed in <${parent.name}>`);
}
