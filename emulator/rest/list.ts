import type { Request } from 'express';

const DEFAULT_SIZE = 50;
const LARGEST_SIZE = 1000;

/** One page of a list in Twilio's form; `name` is the field that holds the items. */
export function page(request: Request, name: string, items: readonly object[]): object {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams;
  const size = Math.min(LARGEST_SIZE, wholeNumber(query.get('PageSize')) || DEFAULT_SIZE);
  const number = wholeNumber(query.get('Page'));
  const start = number * size;
  const shown = items.slice(start, start + size);
  const uriOf = (index: number): string => pageUri(request, query, size, index);
  return {
    [name]: shown,
    end: start + Math.max(0, shown.length - 1),
    first_page_uri: uriOf(0),
    next_page_uri: start + size < items.length ? uriOf(number + 1) : null,
    page: number,
    page_size: size,
    previous_page_uri: number > 0 ? uriOf(number - 1) : null,
    start,
    uri: request.originalUrl,
  };
}

function pageUri(request: Request, query: URLSearchParams, size: number, index: number): string {
  const copy = new URLSearchParams(query);
  copy.set('PageSize', String(size));
  copy.set('Page', String(index));
  return `${new URL(request.originalUrl, 'http://localhost').pathname}?${copy.toString()}`;
}

function wholeNumber(text: string | null): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : 0;
}

/** Whether a moment passes the filters `Name`, `Name<` and `Name>` of the query; a moment on the bound itself passes each of them. */
export function within(request: Request, name: string, at: Date): boolean {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams;
  const on = query.get(name);
  const [until, since] = [moment(query.get(`${name}<`)), moment(query.get(`${name}>`))];
  const second = Math.floor(at.getTime() / 1000);
  if (on !== null && !at.toISOString().startsWith(on.slice(0, 10))) return false;
  return (until === null || second <= until) && (since === null || second >= since);
}

/** A moment of the query in whole seconds, the precision in which Twilio keeps times; null when it is none. */
function moment(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : Math.floor(time / 1000);
}

/** Whether a field passes the filter of its name, if there is one. */
export function matches(request: Request, name: string, value: string): boolean {
  const wanted = new URL(request.originalUrl, 'http://localhost').searchParams.get(name);
  return wanted === null || wanted === '' || wanted === value;
}
