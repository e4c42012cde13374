import { exchangedOf } from './journal';
import type { Network } from './network';
import type { Params } from './signature';
import type { Method } from './webhook';

export interface Notification {
  readonly url: string;
  readonly method: Method;
  readonly params: Params;
  readonly callSid: string | null;
  /** The phone that the notification is about. */
  readonly who: string;
}

/** Tells the program something and expects nothing of the answer; what goes wrong is a warning in the debugger. */
export function notify({ courier, journal, clock }: Network, notification: Notification): Promise<void> {
  const { params, callSid } = notification;
  return courier.bring({ ...notification, paramsAfterRedirect: params }, ({ code, message, url, response }) => {
    const exchanged = exchangedOf(notification, response);
    journal.notice({ at: clock.now(), level: 'warning', code, message, url, callSid, exchanged });
  });
}
