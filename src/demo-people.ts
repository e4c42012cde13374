import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectRoot } from './project-root';

type Row = Readonly<Record<string, string | undefined>>;

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Somebody of the demo town whom one can be at the phone. */
export interface DemoPerson {
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  /** A person's code; empty for callers. */
  readonly code: string;
  readonly group: Bilingual;
  /** A colleague's role; for a caller, what makes the call differ from a plain one. */
  readonly role: Bilingual;
  /** A caller's address, or a colleague's code and PIN. */
  readonly note: Bilingual;
}

/** Everybody of the demo town with a phone: callers, then our own people. */
export function demoPeople(): DemoPerson[] {
  const dark = darkPlaces();
  const teams = new Map(rowsOf('teams').map((team) => [team['code'], namesOf(team)]));
  const callers = rowsOf('accounts').flatMap((row) => callersOf(row, dark));
  return [...byPhone(callers), ...rowsOf('people').flatMap((row) => colleaguesOf(row, teams))];
}

/** The person with this phone, code or name, if there is one. */
export function findDemoPerson(key: string): DemoPerson | undefined {
  return demoPeople().find(({ phone, code, name }) => key !== '' && [phone, code, name].includes(key));
}

/** What a person at a terminal is told about somebody. */
export function aboutPerson({ role, note }: DemoPerson): string {
  return `${role.en}, ${note.en}`;
}

const CALLERS: Bilingual = { zh: '来电人', en: 'Callers' };
const SPECIAL_CALLERS: Bilingual = { zh: '来电人：特别情况', en: 'Callers, special cases' };
const CUSTOMER: Bilingual = { zh: '用户', en: 'customer' };

const ROLES: Readonly<Record<string, Bilingual>> = {
  technician: { zh: '抢修员', en: 'technician' },
  team_leader: { zh: '班长', en: 'team leader' },
  engineering_supervisor: { zh: '工程主管', en: 'engineering supervisor' },
  zone_manager: { zh: '片区经理', en: 'zone manager' },
  project_manager: { zh: '项目经理', en: 'project manager' },
  desk: { zh: '客服', en: 'desk' },
  cs_supervisor: { zh: '客服主管', en: 'service supervisor' },
  finance: { zh: '财务', en: 'finance' },
  inspector: { zh: '品质督导', en: 'inspector' },
  department_head: { zh: '部门负责人', en: 'department head' },
  monitoring: { zh: '监控中心', en: 'monitoring centre' },
  security: { zh: '秩序员', en: 'security' },
  shift_leader: { zh: '值班班长', en: 'shift leader' },
  attendant: { zh: '服务员', en: 'attendant' },
  duty_officer: { zh: '值班领导', en: 'duty officer' },
};

const CARES: Readonly<Record<string, Bilingual>> = {
  elderly: { zh: '老人', en: 'elderly' },
  mobility: { zh: '行动不便', en: 'cannot walk well' },
  hearing: { zh: '听力不好', en: 'hard of hearing' },
};

function rowsOf(file: string): Row[] {
  const text = readFileSync(join(projectRoot, 'demo', `${file}.csv`), 'utf8');
  return parse(text, { columns: true, bom: true });
}

const namesOf = (row: Row): Bilingual => ({ zh: row['name_zh'] ?? '', en: row['name_en'] ?? '' });
const listOf = (text: string | undefined): string[] => (text ?? '').split(';').filter((one) => one !== '');

/** Why there is no power, by network node, with the nodes directly below. */
function darkPlaces(): ReadonlyMap<string, Bilingual> {
  const network = rowsOf('network');
  const places = rowsOf('outages').flatMap(({ network_node: node = '', kind }) => {
    const below = network.filter(({ parent }) => parent === node).map(({ code }) => code ?? '');
    const why = kind === 'planned' ? { zh: '计划停电', en: 'planned outage' } : { zh: '故障停电', en: 'known fault' };
    return [node, ...below].map((code) => [code, why] as const);
  });
  return new Map(places);
}

function callersOf(row: Row, dark: ReadonlyMap<string, Bilingual>): DemoPerson[] {
  const note = { zh: row['address_zh'] ?? '', en: row['address_en'] ?? '' };
  const tenants = listOf(row['tenant_phones']);
  return [...listOf(row['phones']), ...tenants].map((phone) => {
    const specials = specialsOf(row, tenants.includes(phone), dark.get(row['network_node'] ?? ''));
    const group = specials.length > 0 ? SPECIAL_CALLERS : CALLERS;
    return { phone, name: row['name'] ?? '', code: '', group, role: joined([CUSTOMER, ...specials]), note };
  });
}

/** What makes a call about this account differ from a plain one. */
function specialsOf(row: Row, tenant: boolean, dark: Bilingual | undefined): Bilingual[] {
  const specials: readonly (readonly [boolean, Bilingual])[] = [
    [row['language'] === 'en', { zh: '说英语', en: 'English speaker' }],
    [tenant, { zh: '租客', en: 'tenant' }],
    [row['meter'] === 'prepaid', { zh: '预付费', en: 'prepaid' }],
    [row['supply'] === 'cut_for_arrears', { zh: '欠费停电', en: 'cut for arrears' }],
    [row['supply'] !== 'cut_for_arrears' && Number(row['balance_cents']) < 0, { zh: '欠费', en: 'arrears' }],
    [row['medical'] === '1', { zh: '依赖医疗设备', en: 'medical' }],
    [row['critical'] === '1', { zh: '重要用户', en: 'critical' }],
  ];
  const care = CARES[row['care'] ?? ''];
  const named = specials.filter(([applies]) => applies).map(([, special]) => special);
  return [...named, ...(dark ? [dark] : []), ...(care ? [care] : [])];
}

const joined = (parts: readonly Bilingual[]): Bilingual => ({
  zh: [...new Set(parts.map(({ zh }) => zh))].join(' · '),
  en: [...new Set(parts.map(({ en }) => en))].join(' · '),
});

/** Joins the accounts of one phone into one person with all their addresses. */
function byPhone(callers: readonly DemoPerson[]): DemoPerson[] {
  const found = new Map<string, DemoPerson>();
  for (const caller of callers) {
    const other = found.get(caller.phone);
    found.set(caller.phone, other ? withTwoAccounts(other, caller) : caller);
  }
  return [...found.values()];
}

function withTwoAccounts(first: DemoPerson, second: DemoPerson): DemoPerson {
  const role = joined([first.role, { zh: '两个户号', en: 'two accounts' }]);
  return { ...second, group: SPECIAL_CALLERS, role, note: joined([first.note, second.note]) };
}

function colleaguesOf(row: Row, teams: ReadonlyMap<string | undefined, Bilingual>): DemoPerson[] {
  const [code, name, pin] = [row['code'] ?? '', row['name'] ?? '', row['pin'] ?? ''];
  const group = teams.get(row['team']) ?? { zh: '', en: '' };
  const role = joined([ROLES[row['role'] ?? ''] ?? { zh: '', en: '' }, group]);
  const note = { zh: `工号 ${code} · PIN ${pin}`, en: `code ${code} · PIN ${pin}` };
  const phones = [...listOf(row['phone']), ...listOf(row['phone2'])];
  return phones.map((phone) => ({ phone, name, code, group, role, note }));
}
