import type { PagePhone } from './page-phone';

/** What is heard and read in one language. */
export interface Words {
  readonly menu: RegExp;
  readonly confirm: RegExp;
  readonly created: RegExp;
  readonly notice: RegExp;
  readonly fixed: RegExp;
  readonly thanks: RegExp;
  readonly texts: string;
  readonly forward: string;
}

export const chinese: Words = {
  menu: /停电.*请按1/s,
  confirm: /核对/,
  created: /工单号.*45分钟内到达/s,
  notice: /抱歉/,
  fixed: /报修热线.*尾号/s,
  thanks: /谢谢/,
  texts: '短信',
  forward: '+5 分',
};

export const english: Words = {
  menu: /power cut.*press 1/s,
  confirm: /check/i,
  created: /within 45 minutes/,
  notice: /sorry/i,
  fixed: /repair line.*ending/s,
  thanks: /thank/i,
  texts: 'Texts',
  forward: '+5 min',
};

/** Reports a power cut; without words by the microphone. */
export async function describes(caller: PagePhone, words: Words, complaint: string | null): Promise<void> {
  await caller.calls();
  await caller.hears(words.menu);
  await caller.isAt('caller / main-menu');
  await caller.presses('1');
  await caller.isAt('caller / account');
  await caller.presses('1');
  await caller.isAt('caller / neighbours');
  await caller.presses('1');
  await caller.isAt('caller / describe');
  if (complaint === null) await caller.speaks();
  else await caller.says(complaint);
}

export async function endsRecording(caller: PagePhone, words: Words): Promise<void> {
  await caller.presses('#');
  await caller.isAt('caller / confirm');
  await caller.hears(words.confirm);
}

export async function confirms(caller: PagePhone, words: Words): Promise<void> {
  await caller.presses('1');
  await caller.isAt('caller / created');
  await caller.hears(words.created);
}

export async function takeJob(crew: PagePhone): Promise<void> {
  await crew.answers();
  await crew.isAt('page / offer');
  await crew.presses('1');
  await crew.isAt('page / eta');
  await crew.enters('20#');
}

export async function doJob(crew: PagePhone): Promise<void> {
  await crew.is('idle');
  await crew.calls();
  await crew.isAt('crew / pin');
  await crew.presses('3202#');
  await crew.isAt('crew / menu');
  await crew.presses('1');
  await crew.hears(/注意安全/);
  await crew.presses('2');
  await crew.isAt('crew / etr');
  await crew.enters('30#');
  await crew.isAt('crew / menu');
  await crew.presses('3');
  await crew.isAt('crew / cause');
  await crew.presses('1');
  await crew.isAt('crew / result');
  await crew.presses('1');
  await crew.isAt('crew / restored-at');
  await crew.enters('#');
  await crew.hears(/回访电话/);
  await crew.is('idle');
}

export async function rate(caller: PagePhone): Promise<void> {
  const answers = [
    ['fixed', '1'],
    ['restored-time', '1'],
    ['quality', '5'],
    ['attitude', '4'],
    ['overall', '5'],
  ] as const;
  for (const [node, key] of answers) {
    await caller.isAt(`completion / ${node}`);
    await caller.presses(key);
  }
}
