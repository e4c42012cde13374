import { createContext, useContext } from 'react';
import type { Dispatch } from 'react';
import type { Language, Person } from './state/exchange';
import type { PageEvent, PageState } from './state/page-state';
import { personOf } from './state/table';
import type { Words } from './words';

/** What every part of the page needs. */
export interface Page {
  readonly state: PageState;
  readonly dispatch: Dispatch<PageEvent>;
  readonly language: Language;
  readonly t: Words;
}

export const PageContext = createContext<Page | null>(null);

/** Throws outside of the page. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('A part stands outside of the page');
  return page;
}

/** Who has a number, and what to call the person. */
export function usePerson(number: string): Person & { readonly title: string } {
  const { state } = usePage();
  const person = personOf(state.directory, number);
  return { ...person, title: person.name === '' ? number : person.name };
}
