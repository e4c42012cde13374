import { useEffect, useReducer } from 'react';
import type { Dispatch } from 'react';
import { initialState, reduce } from '../state/page-state';
import type { PageEvent, PageState } from '../state/page-state';
import type { ClockState, Entry, Notice, PhoneState, PhoneText, Snapshot } from '../state/exchange';
import { readDirectory } from './phone-api';

/** The page's state, kept up to date by the emulator's stream; `onEntry` is told what happens from now on, not what was before. */
export function useExchange(onEntry: (entry: Entry) => void): readonly [PageState, Dispatch<PageEvent>] {
  const [state, dispatch] = useReducer(reduce, initialState);
  useEffect(() => follow(dispatch, onEntry), [onEntry]);
  return [state, dispatch];
}

/** Reads the directory before it opens the stream, so that the phones have names when they appear. */
function follow(dispatch: Dispatch<PageEvent>, onEntry: (entry: Entry) => void): () => void {
  const stop = new AbortController();
  void readDirectory()
    .catch(() => ({ people: [] }))
    .then((directory) => {
      if (stop.signal.aborted) return;
      dispatch({ kind: 'directory', directory });
      const stream = openStream(dispatch, onEntry);
      stop.signal.addEventListener('abort', () => {
        stream.close();
      });
    });
  return () => {
    stop.abort();
  };
}

function openStream(dispatch: Dispatch<PageEvent>, onEntry: (entry: Entry) => void): EventSource {
  const stream = new EventSource('/events');
  const on = (name: string, eventOf: (data: unknown) => PageEvent): void => {
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      dispatch(eventOf(JSON.parse(event.data)));
    });
  };
  on('snapshot', (data) => ({ kind: 'snapshot', snapshot: data as Snapshot }));
  on('phone', (data) => ({ kind: 'phone', phone: data as PhoneState }));
  on('text', (data) => ({ kind: 'text', text: data as PhoneText }));
  on('notice', (data) => ({ kind: 'notice', notice: data as Notice }));
  on('clock', (data) => ({ kind: 'clock', clock: data as ClockState }));
  on('entry', (data) => {
    onEntry(data as Entry);
    return { kind: 'entry', entry: data as Entry };
  });
  stream.onerror = () => {
    dispatch({ kind: 'lost' });
  };
  return stream;
}
