import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { useEffect, useState } from 'react';
import { act } from '../browser/phone-api';
import { useStickToEnd } from '../browser/stick-to-end';
import { usePage } from '../page-context';
import type { PhoneText } from '../state/exchange';
import { clockText } from '../state/time';

/** The phone's texts, both ways, and a field for a new one; who looks has read them. */
export function Texts({ number }: { readonly number: string }) {
  const { state, dispatch, t } = usePage();
  const texts = state.texts.get(number) ?? [];
  const list = useStickToEnd(texts);
  useEffect(() => {
    dispatch({ kind: 'read', phone: number });
  }, [dispatch, number, texts]);
  return (
    <>
      <div className="transcript texts" role="log" aria-live="polite" aria-label={t.texts} tabIndex={0} ref={list}>
        {texts.length === 0 && (
          <div className="nothing">
            <p>{t.noTexts}</p>
          </div>
        )}
        {texts.map((text) => (
          <Bubble key={text.sid} text={text} />
        ))}
      </div>
      <WriteText number={number} />
    </>
  );
}

function Bubble({ text }: { readonly text: PhoneText }) {
  const { state, t } = usePage();
  const { at, body, mine, status } = text;
  return (
    <div className="bubble" data-mine={mine}>
      <p>{body}</p>
      <small>
        <time>{clockText(Date.parse(at), state.directory.timezone)}</time> {mine ? t.textStatus[status] : ''}
      </small>
    </div>
  );
}

function WriteText({ number }: { readonly number: string }) {
  const { t } = usePage();
  const [body, setBody] = useState('');
  return (
    <form
      className="say"
      onSubmit={(event) => {
        event.preventDefault();
        void act(number, 'text', { body: body.trim() });
        setBody('');
      }}
    >
      <input
        aria-label={t.writeText}
        placeholder={t.writeText}
        value={body}
        onChange={(event) => {
          setBody(event.currentTarget.value);
        }}
      />
      <button type="submit" className="tool" aria-label={t.send} disabled={body.trim() === ''}>
        <SendHorizontal size={18} aria-hidden />
      </button>
    </form>
  );
}
