/** Who answers: a person by script, a voicemail after some rings, or nobody, as the phone is off. */
export type Persona = 'person' | 'machine' | 'unreachable';

export interface Heard {
  readonly text: string;
  readonly language: string;
  /** The document that spoke. */
  readonly url: string;
}

export interface ReceivedText {
  readonly at: Date;
  readonly from: string;
  readonly body: string;
  readonly sid: string;
}

/** A telephone as the network sees it: what can be said and sent to it. */
export interface Handset {
  readonly number: string;
  readonly persona: Persona;
  /** What becomes of texts to this phone: an error code as Twilio gives it, or null when they arrive. */
  readonly textFailure: number | null;
  readonly texts: ReceivedText[];
  hear(heard: Heard): void;
}
