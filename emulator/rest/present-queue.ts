import { API_VERSION } from '../call-params';
import type { Member, Queue } from '../queue';
import { rfc2822 } from '../rfc2822';

function uriOf({ exchange, sid }: Queue): string {
  return `/${API_VERSION}/Accounts/${exchange.options.accountSid}/Queues/${sid}`;
}

/** A queue as Twilio's OpenAPI has it. */
export function presentQueue(queue: Queue): object {
  return {
    sid: queue.sid,
    account_sid: queue.exchange.options.accountSid,
    friendly_name: queue.name,
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.updatedAt),
    current_size: queue.members.length,
    max_size: queue.maxSize,
    average_wait_time: queue.averageWait,
    uri: `${uriOf(queue)}.json`,
  };
}

export function presentMember(member: Member): object {
  const { call, queue, enqueuedAt, position, waited } = member;
  return {
    call_sid: call.sid,
    queue_sid: queue.sid,
    date_enqueued: rfc2822(enqueuedAt),
    position,
    wait_time: waited,
    uri: `${uriOf(queue)}/Members/${call.sid}.json`,
  };
}
