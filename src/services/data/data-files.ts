import type { Model, ModelStatic } from 'sequelize';
import { Account } from '../../../models/account';
import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import { Person } from '../../../models/person';
import { Price } from '../../../models/price';
import { Region } from '../../../models/region';
import { RosterEntry } from '../../../models/roster-entry';
import { Team } from '../../../models/team';
import { Vendor } from '../../../models/vendor';
import * as cell from './cells';

/** What another file may point to by its code. */
export type Target = 'regions.csv' | 'network.csv' | 'teams.csv' | 'people.csv';

export interface Column {
  readonly name: string;
  readonly attribute: string;
  readonly cell: cell.Cell;
  /** The column itself may be missing from the header. */
  readonly optional: boolean;
  readonly refersTo?: Target;
}

export type Values = Readonly<Record<string, unknown>>;

export interface DataFile {
  readonly name: string;
  readonly model: ModelStatic<Model>;
  readonly columns: readonly Column[];
  /** Attributes that identify a row: the first column, except in the roster. */
  readonly key: readonly string[];
  /** Attributes of the file that an import does not change in a known row, or that are kept in another table. */
  readonly notStored?: readonly string[];
  /** What is wrong between the cells of one row. */
  readonly check?: (values: Values) => { readonly column: string; readonly message: string } | null;
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function column(name: string, how: cell.Cell, more: Partial<Column> = {}): Column {
  return { name, attribute: camel(name), cell: how, optional: false, ...more };
}

const optional = (name: string, how: cell.Cell, more: Partial<Column> = {}) =>
  column(name, how.whenEmpty === undefined ? cell.maybe(how) : how, { optional: true, ...more });

/** A file whose rows are identified by their first column. */
function file(name: string, model: ModelStatic<Model>, columns: readonly Column[]): DataFile {
  return { name, model, columns, key: columns.slice(0, 1).map(({ attribute }) => attribute) };
}

const names = [column('name_zh', cell.text), column('name_en', cell.text)];
const region = column('region', cell.code, { attribute: 'regionCode', refersTo: 'regions.csv' });
const node = column('network_node', cell.code, { attribute: 'networkNodeCode', refersTo: 'network.csv' });

const regions = file('regions.csv', Region, [
  column('code', cell.code),
  ...names,
  column('profile', cell.oneOf('power', 'property')),
  column('class', cell.oneOf('urban', 'rural', 'remote', 'estate')),
]);

const network = file('network.csv', NetworkNode, [
  column('code', cell.code),
  column('kind', cell.oneOf('substation', 'feeder', 'lateral', 'transformer', 'building')),
  column('parent', cell.maybe(cell.code), { attribute: 'parentCode', refersTo: 'network.csv' }),
  region,
  ...names,
  optional('label', cell.text),
]);

const accounts: DataFile = {
  ...file('accounts.csv', Account, [
    column('account_no', cell.digits),
    column('name', cell.text),
    column('phones', cell.phones),
    column('address_zh', cell.text),
    column('address_en', cell.text),
    region,
    node,
    column('meter', cell.oneOf('postpaid', 'prepaid')),
    column('supply', cell.oneOf('connected', 'cut_for_arrears')),
    column('balance_cents', cell.integer),
    column('medical', cell.flag),
    column('critical', cell.flag),
    column('language', cell.language),
    optional('meter_no', cell.code),
    optional('tenant_phones', cell.phones),
    optional('care', cell.oneOf('elderly', 'hearing', 'vision', 'mobility')),
    optional('handed_over_on', cell.day),
    optional('warranty_until', cell.day),
    optional('builder', cell.text),
    optional('medical_consent_on', cell.day),
  ]),
  notStored: ['phones', 'tenantPhones'],
  check: ({ phones, tenantPhones }) => {
    const twice = (phones as string[]).find((phone) => (tenantPhones as string[]).includes(phone));
    return twice === undefined ? null : { column: 'tenant_phones', message: `${twice} is among the phones too` };
  },
};

const teams = file('teams.csv', Team, [
  column('code', cell.code),
  ...names,
  column('department', cell.oneOf('grid', 'engineering', 'customer_service', 'order', 'environment')),
  column('regions', cell.codes, { refersTo: 'regions.csv' }),
  column('categories', cell.categoryList),
  column('assign_mode', cell.oneOf('roster', 'grab', 'manual')),
  optional('hours', cell.hours),
  optional('slot_minutes', cell.positive),
  optional('capacity', cell.positive),
]);

const roles = [
  ...['technician', 'team_leader', 'engineering_supervisor', 'duty_officer', 'zone_manager', 'project_manager'],
  ...['shift_leader', 'desk', 'cs_supervisor', 'monitoring', 'security', 'attendant', 'inspector'],
  ...['department_head', 'finance'],
];

const people: DataFile = {
  ...file('people.csv', Person, [
    column('code', cell.digits),
    column('name', cell.text),
    column('phone', cell.phone),
    column('role', cell.oneOf(...roles)),
    column('team', cell.code, { attribute: 'teamCode', refersTo: 'teams.csv' }),
    column('skills', cell.categoryList),
    column('language', cell.language),
    column('pin', cell.maybe(cell.pin)),
    optional('phone2', cell.phone),
  ]),
  notStored: ['pin'],
};

const endsAfterStart = (column: string) => (values: Values) => {
  const [start, end] = [values['startsAt'], values[camel(column)]];
  const isWrong = start instanceof Date && end instanceof Date && end <= start;
  return isWrong ? { column, message: 'is not after starts_at' } : null;
};

const roster = (time: cell.Cell): DataFile => ({
  ...file('roster.csv', RosterEntry, [
    column('team', cell.code, { attribute: 'teamCode', refersTo: 'teams.csv' }),
    column('person', cell.digits, { attribute: 'personCode', refersTo: 'people.csv' }),
    column('level', cell.positive),
    column('starts_at', time),
    column('ends_at', cell.maybe(time)),
  ]),
  key: ['teamCode', 'personCode', 'level', 'startsAt'],
  check: endsAfterStart('ends_at'),
});

const outages = (time: cell.Cell): DataFile => ({
  ...file('outages.csv', Outage, [
    column('code', cell.code),
    column('kind', cell.oneOf('planned', 'fault')),
    node,
    column('cause_zh', { ...cell.text, whenEmpty: '' }),
    column('cause_en', { ...cell.text, whenEmpty: '' }),
    column('starts_at', time),
    column('expected_end_at', cell.maybe(time)),
    optional('next_news_at', time),
  ]),
  check: endsAfterStart('expected_end_at'),
});

const prices = file('prices.csv', Price, [
  column('code', cell.code),
  column('category', cell.category),
  ...names,
  column('amount_cents', cell.amount),
  optional('type', cell.oneOf('visit', 'work', 'material', 'night')),
]);

const vendors = file('vendors.csv', Vendor, [
  column('code', cell.code),
  column('name', cell.text),
  column('phone', cell.phone),
  column('kind', cell.oneOf('builder', 'external', 'outsourced')),
  column('categories', cell.categoryList),
  optional('regions', cell.codes, { refersTo: 'regions.csv' }),
  optional('on_site_hours', cell.positive),
]);

/** The nine files of an import in an order in which each points only to what came before (contract: `faultline import`). */
export function dataFiles(timezone: string): readonly DataFile[] {
  const time = cell.localTime(timezone);
  return [regions, network, accounts, teams, people, roster(time), outages(time), prices, vendors];
}
