import { Tooltip } from '@mantine/core';
import Bell from 'lucide-react/icons/bell';
import BellOff from 'lucide-react/icons/bell-off';
import CircleQuestionMark from 'lucide-react/icons/circle-question-mark';
import Languages from 'lucide-react/icons/languages';
import Volume2 from 'lucide-react/icons/volume-2';
import VolumeX from 'lucide-react/icons/volume-x';
import PhoneCall from 'lucide-react/icons/phone-call';
import type { ReactNode } from 'react';
import { useHasVoices } from '../browser/speech';
import { usePage } from '../page-context';
import { ClockBar } from './ClockBar';
import { GUIDE_ID } from './Guide';

interface HeaderProps {
  readonly ringsAloud: boolean;
  readonly setRingsAloud: (on: boolean) => void;
  readonly readsAloud: boolean;
  readonly setReadsAloud: (on: boolean) => void;
  readonly changeLanguage: () => void;
  readonly guideOpen: boolean;
  readonly toggleGuide: () => void;
}

/** What is called here, its clock, and what holds for the whole page. */
export function Header(props: HeaderProps) {
  const { t } = usePage();
  return (
    <header className="header">
      <Brand />
      <ClockBar />
      <div className="header-tools">
        <SoundTools {...props} />
        <Tooltip label={t.changeLanguage}>
          <button
            type="button"
            className="tool tool-word"
            onClick={props.changeLanguage}
            lang={t.locale === 'en' ? 'zh-CN' : 'en'}
          >
            <Languages size={18} aria-hidden />
            {t.otherLanguage}
          </button>
        </Tooltip>
        <button
          type="button"
          className="tool tool-word tool-main"
          aria-expanded={props.guideOpen}
          aria-controls={GUIDE_ID}
          onClick={props.toggleGuide}
        >
          <CircleQuestionMark size={18} aria-hidden />
          <span className="tool-text">{t.guide}</span>
        </button>
      </div>
    </header>
  );
}

function Brand() {
  const { state, language, t } = usePage();
  return (
    <div className="brand">
      <span className="brand-mark" aria-hidden>
        <PhoneCall size={20} />
      </span>
      <div>
        <h1 className="brand-name">{state.directory.title?.[language] ?? t.title}</h1>
        <p className="brand-number">
          {t.hotline} <b>{state.number}</b>
        </p>
      </div>
    </div>
  );
}

function SoundTools({ ringsAloud, setRingsAloud, readsAloud, setReadsAloud }: HeaderProps) {
  const { t } = usePage();
  const hasVoices = useHasVoices();
  return (
    <>
      <Toggle label={t.ringAloud} on={ringsAloud} set={setRingsAloud}>
        {ringsAloud ? <Bell size={18} aria-hidden /> : <BellOff size={18} aria-hidden />}
      </Toggle>
      {hasVoices && (
        <Toggle label={t.readAloud} on={readsAloud} set={setReadsAloud}>
          {readsAloud ? <Volume2 size={18} aria-hidden /> : <VolumeX size={18} aria-hidden />}
        </Toggle>
      )}
    </>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
  readonly children: ReactNode;
}

function Toggle({ label, on, set, children }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        className="tool"
        aria-label={label}
        aria-pressed={on}
        onClick={() => {
          set(!on);
        }}
      >
        {children}
      </button>
    </Tooltip>
  );
}
