import type { InferCreationAttributes } from 'sequelize';
import { Person } from '../../models/person';
import { Region } from '../../models/region';
import { RosterEntry } from '../../models/roster-entry';
import { Team } from '../../models/team';
import { Ticket } from '../../models/ticket';

type TicketRow = InferCreationAttributes<Ticket>;
let made = 0;

/** A power cut in the town that somebody has accepted, unless said otherwise. */
export function aTicket(more: Partial<TicketRow> = {}): Promise<Ticket> {
  made += 1;
  const reportedAt = more.reportedAt ?? new Date('2026-03-02T01:00:00Z');
  return Ticket.create({
    number: String(20_000_000 + made),
    kind: 'fault',
    category: 'lv',
    responsibility: 'GRID',
    priority: 'P1',
    state: 'accepted',
    channel: 'phone',
    regionCode: 'URB',
    place: 'home',
    summaryZh: '停电',
    summaryEn: 'Power cut',
    reporterPhone: '+8613800000001',
    reporterRole: 'customer',
    reporterLanguage: 'zh-CN',
    teamCode: 'G-URB',
    personCode: '1101',
    acceptedAt: reportedAt,
    arrivalDueAt: new Date(reportedAt.getTime() + 45 * 60_000),
    updatedAt: reportedAt,
    ...more,
    reportedAt,
  });
}

/** One team with two people on call, the first of them rung first. */
export async function aCrew(): Promise<void> {
  await Region.create({ code: 'URB', nameZh: '城区', nameEn: 'Town', profile: 'power', class: 'urban' });
  await Team.create({
    code: 'G-URB',
    nameZh: '城区抢修班',
    nameEn: 'Town crew',
    department: 'grid',
    regions: ['URB'],
    assignMode: 'roster',
  });
  await aPerson('1101', '李强', 1);
  await aPerson('1102', '赵磊', 2);
}

async function aPerson(code: string, name: string, level: number): Promise<void> {
  const phone = `+86138000${code}0`;
  await Person.create({ code, name, phone, role: 'technician', teamCode: 'G-URB', language: 'zh-CN' });
  await RosterEntry.create({
    teamCode: 'G-URB',
    personCode: code,
    level,
    startsAt: new Date('2025-01-01T00:00:00Z'),
    endsAt: null,
  });
}
