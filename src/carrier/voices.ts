import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

/** How a language is spoken. The carrier's language codes are its own: Mandarin is `cmn-CN` when spoken. */
export type Voice = Readonly<Required<Pick<VoiceResponse.SayAttributes, 'voice' | 'language'>>>;

const english: Voice = { voice: 'Polly.Joanna-Neural', language: 'en-US' };
const voices: ReadonlyMap<string, Voice> = new Map<string, Voice>([
  ['zh', { voice: 'Polly.Zhiyu-Neural', language: 'cmn-CN' }],
  ['yue', { voice: 'Polly.Hiujin-Neural', language: 'yue-HK' }],
  ['en', english],
]);

/** The voice of a BCP 47 tag, by its first part (zh-CN, zh and zh-TW share one); a language without a voice here is read by the English one. */
export function voiceFor(tag: string): Voice {
  return voices.get(tag.toLowerCase().split('-')[0] ?? '') ?? english;
}
