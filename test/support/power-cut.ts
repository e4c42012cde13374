import type { Ticket } from '../../models/ticket';
import { openTicket, type NewReport } from '../../src/services/tickets/open-ticket';
import type { Hotline } from './hotline';

export const customer = '+8613800000003';

/** A power cut at 8 College Road, as if somebody had just reported it; the customer's phone gets its receipt. */
export async function reportPowerCut(hotline: Hotline, more: Partial<NewReport> = {}): Promise<Ticket> {
  const ticket = await openTicket(hotline.context, {
    callSid: null,
    reportNo: 0,
    kind: 'fault',
    category: 'lv',
    responsibility: 'GRID',
    priority: 'P1',
    channel: 'phone',
    language: 'zh-CN',
    accountNo: '5710000103',
    place: 'home',
    inHome: false,
    summary: { zh: '停电', en: 'Power cut' },
    descriptionRecording: null,
    reporter: { name: '周敏', phone: customer, role: 'customer' },
    ...more,
  });
  if (more.receipt !== false) await hotline.phone(customer).receives(/受理/);
  return ticket;
}
