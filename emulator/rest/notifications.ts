import { type Request, Router } from 'express';
import { API_VERSION } from '../call-params';
import type { Exchange } from '../exchange';
import type { Notice } from '../journal';
import { rfc2822 } from '../rfc2822';
import { matches, page, within } from './list';
import { notFound } from './refusal';

/** Twilio's Notifications resource: what it had to complain about, of one call or of all. */
export function notificationsRouter(exchange: Exchange): Router {
  const router = Router();
  const show = (request: Request, notices: readonly Notice[]): object =>
    page(
      request,
      'notifications',
      newestFirst(request, notices).map((notice) => present(exchange, notice)),
    );
  const one = (request: Request<{ sid: string }>): object => {
    const notice = exchange.journal.notices.find((each) => sidOf(exchange, each) === request.params.sid);
    if (!notice) throw notFound(request.path);
    return { ...present(exchange, notice), ...exchangedOf(notice) };
  };
  router.get('/Notifications.json', (request, response) => {
    response.json(show(request, exchange.journal.notices));
  });
  router.get('/Notifications/:sid.json', (request, response) => {
    response.json(one(request));
  });
  router.get('/Calls/:call/Notifications.json', (request, response) => {
    const { call } = request.params;
    response.json(
      show(
        request,
        exchange.journal.notices.filter(({ callSid }) => callSid === call),
      ),
    );
  });
  router.get('/Calls/:call/Notifications/:sid.json', (request, response) => {
    response.json(one(request));
  });
  return router;
}

function newestFirst(request: Request, notices: readonly Notice[]): Notice[] {
  return notices
    .filter((notice) => matches(request, 'Log', logOf(notice)) && within(request, 'MessageDate', notice.at))
    .reverse();
}

/** `0` for an error, `1` for a warning. */
function logOf({ level }: Notice): string {
  return level === 'error' ? '0' : '1';
}

/** A notice has no Sid of its own: its place in the list is written as one. */
function sidOf({ journal }: Exchange, notice: Notice): string {
  return `NO${journal.notices.indexOf(notice).toString(16).padStart(32, '0')}`;
}

function present(exchange: Exchange, notice: Notice): object {
  const { accountSid } = exchange.options;
  const sid = sidOf(exchange, notice);
  const at = rfc2822(notice.at);
  return {
    sid,
    account_sid: accountSid,
    api_version: API_VERSION,
    call_sid: notice.callSid,
    date_created: at,
    date_updated: at,
    message_date: at,
    log: logOf(notice),
    error_code: String(notice.code),
    message_text: notice.message,
    more_info: `https://www.twilio.com/docs/errors/${notice.code}`,
    request_method: notice.exchanged?.method ?? null,
    request_url: notice.url,
    uri: `/${API_VERSION}/Accounts/${accountSid}/Notifications/${sid}.json`,
  };
}

/** What only a single notification shows. */
function exchangedOf({ exchanged }: Notice): object {
  const response = exchanged?.response;
  return {
    request_variables: exchanged ? new URLSearchParams(exchanged.params).toString() : null,
    response_headers: response ? `HTTP ${response.status}\nContent-Type: ${response.contentType}` : null,
    response_body: response ? response.body : null,
  };
}
