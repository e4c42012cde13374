import type { QueryInterface } from 'sequelize';
import {
  createTable,
  autoId,
  code,
  day,
  flag,
  integer,
  key,
  list,
  moment,
  optional,
  phone,
  text,
} from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createRegions(queries);
  await createNetworkNodes(queries);
  await createAccounts(queries);
  await createAccountPhones(queries);
  await createTeams(queries);
  await createPeople(queries);
  await createRosterEntries(queries);
  await createOutages(queries);
  await createPrices(queries);
  await createVendors(queries);
}

const regions = {
  code: key(code()),
  name_zh: text(),
  name_en: text(),
  profile: code(),
  class: code(),
};

async function createRegions(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'regions', regions, []);
}

const networkNodes = {
  code: key(code()),
  kind: code(),
  parent_code: optional(code()),
  region_code: code(),
  name_zh: text(),
  name_en: text(),
  label: optional(text()),
};

async function createNetworkNodes(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'network_nodes', networkNodes, [{ fields: ['parent_code'] }, { fields: ['region_code'] }]);
}

const accounts = {
  id: autoId(),
  account_no: code(),
  name: text(),
  address_zh: text(),
  address_en: text(),
  region_code: code(),
  network_node_code: code(),
  meter: code(),
  supply: code(),
  balance_cents: integer(),
  medical: flag(),
  critical: flag(),
  language: code(),
  meter_no: optional(code()),
  care: optional(code()),
  handed_over_on: optional(day()),
  warranty_until: optional(day()),
  builder: optional(text()),
  medical_consent_on: optional(day()),
};

async function createAccounts(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'accounts', accounts, [
    { fields: ['account_no'], unique: true },
    { fields: ['region_code'] },
    { fields: ['network_node_code'] },
  ]);
}

const accountPhones = {
  id: autoId(),
  phone: phone(),
  account_no: code(),
  tenant: flag(),
};

async function createAccountPhones(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'account_phones', accountPhones, [
    { fields: ['phone', 'account_no'], unique: true },
    { fields: ['account_no'] },
  ]);
}

const teams = {
  code: key(code()),
  name_zh: text(),
  name_en: text(),
  department: code(),
  regions: list(),
  categories: list(),
  assign_mode: code(),
  hours: optional(text()),
  slot_minutes: optional(integer()),
  capacity: optional(integer()),
};

async function createTeams(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'teams', teams, []);
}

const people = {
  code: key(code()),
  name: text(),
  phone: phone(),
  phone2: optional(phone()),
  role: code(),
  team_code: code(),
  skills: list(),
  language: code(),
  pin_hash: optional(text()),
  pin_failures: integer(),
  pin_last_failure: optional(code()),
  pin_locked_until: optional(moment()),
  pin_passed_at: optional(moment()),
};

async function createPeople(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'people', people, [
    { fields: ['phone'] },
    { fields: ['phone2'] },
    { fields: ['team_code'] },
  ]);
}

const rosterEntries = {
  id: autoId(),
  team_code: code(),
  person_code: code(),
  level: integer(),
  starts_at: moment(),
  ends_at: optional(moment()),
};

async function createRosterEntries(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'roster_entries', rosterEntries, [
    { fields: ['team_code', 'person_code', 'level', 'starts_at'], unique: true },
    { fields: ['team_code', 'starts_at'] },
  ]);
}

const outages = {
  code: key(code()),
  kind: code(),
  network_node_code: code(),
  cause_zh: text(),
  cause_en: text(),
  starts_at: moment(),
  expected_end_at: optional(moment()),
  next_news_at: optional(moment()),
  state: code(),
  restored_at: optional(moment()),
};

async function createOutages(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'outages', outages, [{ fields: ['network_node_code', 'state'] }]);
}

const prices = {
  code: key(code()),
  category: code(),
  name_zh: text(),
  name_en: text(),
  amount_cents: integer(),
  type: optional(code()),
};

async function createPrices(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'prices', prices, []);
}

const vendors = {
  code: key(code()),
  name: text(),
  phone: phone(),
  kind: code(),
  categories: list(),
  regions: list(),
  on_site_hours: optional(integer()),
};

async function createVendors(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'vendors', vendors, []);
}
