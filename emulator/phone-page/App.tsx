import { MantineProvider } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useRemembered } from './browser/remembered';
import { useRingTone } from './browser/ring-tone';
import { readAloud, stopReading } from './browser/speech';
import { useExchange } from './browser/use-exchange';
import { PageContext } from './page-context';
import { Guide } from './parts/Guide';
import { Header } from './parts/Header';
import { Phones } from './parts/Phones';
import type { Entry, Language } from './state/exchange';
import { wordsByLanguage } from './words-by-language';

const browserLanguage: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';

/** The page: its state, its language, and whether it may be heard. */
export function App() {
  const [language, setLanguage] = useRemembered<Language>('phones.language', browserLanguage);
  const [ringsAloud, setRingsAloud] = useRemembered('phones.ring', false);
  const [readsAloud, setReadsAloud] = useRemembered('phones.read', false);
  const [guideOpen, setGuideOpen] = useRemembered('phones.guide', matchMedia('(min-width: 62em)').matches);
  const [state, dispatch] = useExchange(useReader(readsAloud));
  const t = wordsByLanguage[language];
  useRingTone(ringsAloud && [...state.phones.values()].some((phone) => phone.state === 'ringing'));
  useEffect(() => {
    document.documentElement.lang = t.locale;
    document.title = state.directory.title?.[language] ?? t.title;
  }, [t, language, state.directory]);
  const page = useMemo(() => ({ state, dispatch, language, t }), [state, dispatch, language, t]);
  return (
    <MantineProvider defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <PageContext value={page}>
        <Header
          {...{ ringsAloud, setRingsAloud, readsAloud, setReadsAloud, guideOpen }}
          toggleGuide={() => {
            setGuideOpen(!guideOpen);
          }}
          changeLanguage={() => {
            setLanguage(language === 'zh' ? 'en' : 'zh');
          }}
        />
        {guideOpen && (
          <Guide
            close={() => {
              setGuideOpen(false);
            }}
          />
        )}
        {state.link === 'connecting' ? <p className="notice">{t.connecting}</p> : <Phones />}
      </PageContext>
    </MantineProvider>
  );
}

/** Reads aloud what is said from now on, as long as `wanted` is true. */
function useReader(wanted: boolean): (entry: Entry) => void {
  const isWanted = useRef(wanted);
  useEffect(() => {
    isWanted.current = wanted;
    if (!wanted) stopReading();
  }, [wanted]);
  return useCallback((entry: Entry) => {
    if (isWanted.current) readAloud(entry);
  }, []);
}
