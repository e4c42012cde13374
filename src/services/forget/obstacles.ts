import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Vendor } from '../../../models/vendor';
import type { Context } from '../context';
import { personOfPhone } from '../directory/person-of-phone';
import type { Traces } from './traces';

/** Why a person cannot be forgotten now, each with what to do; empty when they can. */
export async function obstacles({ settings }: Pick<Context, 'settings'>, traces: Traces): Promise<string[]> {
  return [
    ...(await ownPeople(traces.phone)),
    ...openReports(traces),
    ...(await callsUnderWay(traces.phone)),
    ...(await spooled(settings.dataDir, traces.phone)),
  ];
}

async function ownPeople(phone: string): Promise<string[]> {
  const person = await personOfPhone(phone);
  const vendor = await Vendor.findOne({ where: { phone } });
  const staff =
    person &&
    `The number is that of ${person.code} ${person.name} of the staff. Give the code ${person.code} another name and phone in people.csv, end their turns in roster.csv, and npx faultline import <dir>; then run this again.`;
  const firm =
    vendor && `The number is that of the firm ${vendor.code}. Change it in vendors.csv and npx faultline import <dir>.`;
  return [staff, firm].flatMap((obstacle) => obstacle ?? []);
}

/** Reports that are still open: the crew needs the number until the work is done. */
function openReports({ tickets }: Traces): string[] {
  const open = tickets.filter(({ state }) => state !== 'closed').map(({ number }) => number);
  if (open.length === 0) return [];
  return [`Reports of this number are still open: ${open.join(', ')}. Close or cancel them, then run this again.`];
}

async function callsUnderWay(toPhone: string): Promise<string[]> {
  // Texts that the carrier has taken are no obstacle.
  const busy = { [Op.or]: [{ state: 'sending' }, { channel: 'call', state: { [Op.notIn]: ['due', 'ended'] } }] };
  const count = await Attempt.count({ where: { [Op.and]: [{ toPhone }, busy] } });
  return count === 0 ? [] : ['A call or text to this number is under way. Run this again in a few minutes.'];
}

async function spooled(dataDir: string, phone: string): Promise<string[]> {
  const dir = join(dataDir, 'spool');
  const names = await readdir(dir).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8').catch(() => '')));
  if (!texts.some((text) => text.includes(phone))) return [];
  return [
    `A report of this number waits in the spool ${dir}. Let the service replay it (npx faultline doctor), then run this again.`,
  ];
}
