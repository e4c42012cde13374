import type { Element } from './element';
import type { Parsed } from './parse';

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
    children: ['Number'],
  },
  Number: { attributes: ['sendDigits', 'byoc', 'startConferenceOnEnter', ...LEG, ...AMD], children: [] },
  Redirect: { attributes: ['method'], children: [] },
  Reject: { attributes: ['reason'], children: [] },
  Hangup: { attributes: [], children: [] },
  Message: { attributes: ['to', 'from', 'action', 'method', 'statusCallback'], children: ['Body', 'Media'] },
};

/** Leaves out what is unknown and names it, as Twilio's schema validation does. */
export function checkVerbs(elements: readonly Element[]): Parsed {
  const verbs = elements.filter((element) => SHAPES[element.name] && element.name !== 'Number');
  const unknown = elements.filter((element) => !verbs.includes(element));
  const warnings = unknown.map((element) => `<${element.name}> is no verb that is known here`);
  return { verbs, warnings: [...warnings, ...verbs.flatMap(warningsOf)] };
}

function warningsOf(element: Element): string[] {
  const shape = SHAPES[element.name];
  if (!shape) return [];
  const attributes = Object.keys(element.attributes).filter((name) => !shape.attributes.includes(name));
  const children = element.children.filter((child) => !shape.children.includes(child.name));
  return [
    ...attributes.map((name) => `Attribute '${name}' is not allowed in <${element.name}>`),
    ...children.map((child) => `<${child.name}> is not allowed in <${element.name}>`),
    ...element.children.filter((child) => shape.children.includes(child.name)).flatMap(warningsOf),
  ];
}
