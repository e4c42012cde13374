import AudioLines from 'lucide-react/icons/audio-lines';
import { useStickToEnd } from '../browser/stick-to-end';
import { usePage, usePerson } from '../page-context';
import type { Line } from '../state/transcript';
import type { Words } from '../words';

interface TranscriptProps {
  readonly number: string;
  /** The call that is going on. */
  readonly callSid: string | null;
}

/** What the phone heard and what was pressed and said, with the node of the dialogue; the newest is in sight. */
export function Transcript({ number, callSid }: TranscriptProps) {
  const { state, t } = usePage();
  const { title } = usePerson(number);
  const lines = state.transcripts.get(number) ?? [];
  const list = useStickToEnd(lines);
  return (
    // What scrolls must be reachable by keyboard, or nobody can scroll it without a mouse.
    <div
      className="transcript"
      role="log"
      aria-live="polite"
      aria-label={t.transcriptOf(title)}
      tabIndex={0}
      ref={list}
    >
      {lines.length === 0 && <Nothing />}
      {lines.map((line) => (
        <LineView key={line.id} line={line} past={line.callSid !== callSid} />
      ))}
    </div>
  );
}

function Nothing() {
  const { t } = usePage();
  return (
    <div className="nothing">
      <p>{t.noCalls}</p>
      <p>{t.noCallsHint}</p>
    </div>
  );
}

function LineView({ line, past }: { readonly line: Line; readonly past: boolean }) {
  const { t } = usePage();
  return (
    <p className="line" data-kind={line.kind} data-past={past} {...(line.language !== '' && { lang: langOf(line) })}>
      {contentOf(line, t)}
    </p>
  );
}

function contentOf(line: Line, t: Words) {
  const { kind, text } = line;
  switch (kind) {
    case 'event':
      return eventText(line, t);
    case 'keys':
      return <Keys keys={text} />;
    case 'node':
      return <code>{text}</code>;
    case 'played':
      return <Played />;
    case 'spoken':
      return text === '' ? t.ownVoice : text;
    case 'heard':
      return text;
  }
}

function eventText({ event, detail }: Line, t: Words): string {
  return event === null ? '' : t.events[event](detail === 'anonymous' ? t.withheldNumber : detail);
}

function Played() {
  const { t } = usePage();
  return (
    <>
      <AudioLines size={14} aria-hidden /> {t.played}
    </>
  );
}

function Keys({ keys }: { readonly keys: string }) {
  const { t } = usePage();
  return (
    <>
      <span className="hidden-text">{t.pressed}</span>
      {Array.from(keys).map((key, index) => (
        <kbd key={index}>{key}</kbd>
      ))}
    </>
  );
}

/** Browsers call Mandarin `zh`. */
function langOf({ language }: Line): string {
  return language.replace('cmn', 'zh');
}
