const CHINESE_PER_SECOND = 4.6;
const OTHERS_PER_SECOND = 15;
const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/gu;

/** How long it takes to say a text, in milliseconds, by its length. */
export function speechMs(text: string): number {
  const chinese = text.match(CHINESE)?.length ?? 0;
  const others = text.length - chinese;
  return Math.ceil((chinese / CHINESE_PER_SECOND + others / OTHERS_PER_SECOND) * 1000);
}
