import { renderPrompt } from '../../src/domain/prompt';
import { speechSeconds, type Value, type Vars } from '../../src/domain/speech';
import { loadFlows } from '../../src/services/flow-library';

const library = loadFlows('ivr-flows', 'zh-CN');
const now = new Date('2026-01-05T02:30:00Z');

/** As long as causes and times get: the cause is cut to 3 and 3.5 seconds before it comes here. */
const longest: Readonly<Record<string, Record<'news' | 'outage', string>>> = {
  'zh-CN': { news: '大风刮倒树木压断了架空线路', outage: '大风刮倒树木压断了十千伏架空线路' },
  en: {
    news: 'a tree brought down a line in very strong wind',
    outage: 'a tree brought down a medium voltage line in the wind',
  },
};
const time: Value = { time: new Date('2026-01-06T15:45:00Z') };
const kinds = ['fault', 'planned'].flatMap((kind) => ['end', 'news', 'late', 'open'].map((end) => `${kind}-${end}`));
const languages = library.languages.map((language) => [language] as const);

function say(language: string, id: string, vars: Vars): string {
  const manner = { language, medium: 'voice', timezone: 'Asia/Shanghai', now } as const;
  return renderPrompt(library.prompts(language), id, vars, manner);
}

const cause = (language: string, where: 'news' | 'outage'): Value => {
  const words = longest[language]?.[where] ?? '';
  return { words: { zh: words, en: words } };
};

describe.each(languages)('in %s', (language) => {
  it.each(kinds)('news of %s takes ten seconds at most', (kind) => {
    const text = say(language, `caller.news.${kind}`, { cause: cause(language, 'news'), from: time, time });
    expect(speechSeconds(text)).toBeLessThanOrEqual(10);
  });

  it.each(kinds)('known-outage with %s takes 18 seconds at most, and names its keys', (kind) => {
    const news = { phrase: `caller.outage.${kind}`, vars: { cause: cause(language, 'outage'), from: time, time } };
    const other = { phrase: kind === 'planned-late' ? 'caller.outage.still-off' : 'caller.outage.different' };
    for (const again of ['', '.again', '.last']) {
      const text = say(language, `caller.known-outage${again}`, { news, other });
      expect(speechSeconds(text)).toBeLessThanOrEqual(18);
      for (const key of ['1', '2', '3', '4']) expect(text).toMatch(new RegExp(`(按|press )${key}`));
    }
  });

  it('apologises for every outage (R-067)', () => {
    for (const kind of kinds) {
      const text = say(language, `caller.outage.${kind}`, { cause: cause(language, 'outage'), from: time, time });
      expect(text).toMatch(/抱歉|sorry/);
    }
  });
});
