import { renderPrompt } from '../domain/prompt';
import type { Manner, Vars, Words } from '../domain/speech';
import type { Context } from './context';

/** One sentence for the ear, in the language asked for; `now` is what "today" means. */
export function speak(context: Context, language: string, id: string, vars: Vars = {}, now?: Date): string {
  return render(context, language, 'voice', id, vars, now);
}

/** As speak, in both languages, for words that people of either language read or hear later. */
export const speakBoth = (context: Context, id: string, vars: Vars = {}): Words => ({
  zh: speak(context, 'zh-CN', id, vars),
  en: speak(context, 'en', id, vars),
});

/** One text message, in the language asked for; ids begin with `text.`. */
export function renderText(context: Context, language: string, id: string, vars: Vars = {}): string {
  return render(context, language, 'text', id, vars);
}

function render(
  context: Context,
  language: string,
  medium: Manner['medium'],
  id: string,
  vars: Vars,
  now = context.clock.now(),
): string {
  const manner = { language, medium, timezone: context.settings.timezone, now };
  const { nameZh, nameEn } = context.policy.service;
  const service = { words: { zh: nameZh, en: nameEn } };
  return renderPrompt(context.flows.prompts(language), id, { service, ...vars }, manner);
}
