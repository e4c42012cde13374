import type { Words } from './speech';

/** How much of an address any caller may hear: the road and the house, never the flat. */

const roadEnds = '路|街|巷|大道|道|弄|胡同|村|里|湾|苑|小区|社区';
const numberedRoad = new RegExp(`(\\p{Script=Han}+?(?:${roadEnds}))(\\d+(?:号|弄))`, 'u');
const estate = new RegExp(`\\p{Script=Han}+(?:${roadEnds})`, 'u');
const districts = new RegExp(`^.*(?:省|市|(?<!小|社)区|县|镇|乡)(?=\\p{Script=Han}+(?:${roadEnds}))`, 'u');
const englishRoad = /\b(road|street|lane|avenue|alley|way|village|court|gardens?|estate|rd|st|ave)\b/i;

/** `address` in both languages, without what identifies the home. */
export function maskedAddress(address: Words): Words {
  return { zh: maskChinese(address.zh), en: maskEnglish(address.en) };
}

/** `address` in both languages, the road or estate alone: what a stranger may hear. */
export function roadOf(address: Words): Words {
  const { zh, en } = maskedAddress(address);
  return { zh: withoutNumbers(zh), en: withoutNumbers(en) };
}

function maskChinese(address: string): string {
  const local = address.replace(districts, '');
  return (numberedRoad.exec(local) ?? estate.exec(local))?.[0] ?? withoutNumbers(address);
}

function maskEnglish(address: string): string {
  const parts = address.split(',').map((part) => part.trim());
  return parts.find((part) => englishRoad.test(part)) ?? withoutNumbers(parts.at(-1) ?? address);
}

function withoutNumbers(text: string): string {
  return text.replace(/[\d#-]+(?:号楼|单元|室|号|栋|层)?/gu, '').trim();
}
