import type { Express } from 'express';
import { Router } from 'express';
import request from 'supertest';
import { ApiToken } from '../../models/api-token';
import { AuditEntry } from '../../models/audit-entry';
import { Call } from '../../models/call';
import { type ApiRole, rightsOf } from '../../src/domain/api-roles';
import { apiParts, apiRouter } from '../../src/http/api/router';
import { anyCaller, settingsCaller, tokenCaller } from '../../src/http/bearer';
import { createToken, revokeToken } from '../../src/services/access/api-tokens';
import { createTokenBook } from '../../src/services/access/token-book';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { type ServiceStage, serviceStage } from '../support/service-context';
import { httpApp, keptLog } from './http-app';

const by = { kind: 'command', name: 'root', role: 'operator' } as const;
const { log } = keptLog();
let fresh: FreshDatabase;
let stage: ServiceStage;
let app: Express;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.reset();
  stage = serviceStage(fresh, '2026-03-01T00:00:00Z');
  const callers = anyCaller(settingsCaller('set-token'), tokenCaller(createTokenBook(stage.context)));
  const changing = Router().all('/change', (_request, response) => {
    response.status(204).end();
  });
  app = httpApp(log, [['/api/v1', apiRouter(stage.context, callers, changing, ...apiParts(stage.context))]]);
  await Call.create({
    ...{ sid: 'CA1', direction: 'inbound', fromPhone: '+8613800001234', toPhone: '+8657195598', language: 'zh-CN' },
    ...{ flow: 'caller', startedAt: new Date('2026-03-01'), endedAt: null, status: 'completed' },
    ...{ ticketId: null, personCode: null, accountNo: null, attemptId: null },
  });
});

const changes = ['post', 'put', 'patch', 'delete'] as const;
type Method = 'get' | 'head' | (typeof changes)[number];

const ask = (token: string, path = '/calls', method: Method = 'get') =>
  request(app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
const make = (role: string, name = 'the console') => createToken(stage.context, name, role, by);
/** Also of roles for which none is made. */
const withRole = async (role: ApiRole) => {
  const { token, id } = await make('admin');
  await ApiToken.update({ role }, { where: { id } });
  return token;
};

it('opens the API with a token of the database as with that of the settings, and keeps only its hash', async () => {
  const { token, id } = await make('desk');
  expect(token).toMatch(/^faultline_[\w-]{43}$/);
  expect(JSON.stringify(await ApiToken.findAll())).not.toContain(token);
  await ask(token).expect(200);
  await ask('set-token').expect(200);
  await ask(`${token}x`).expect(401);
  expect(await ApiToken.findByPk(id)).toMatchObject({ lastUsedAt: stage.context.clock.now() });
});

it('notes the use of a token once a minute, not at every request', async () => {
  const { token, id } = await make('desk');
  await ask(token);
  const first = (await ApiToken.findByPk(id))?.lastUsedAt;
  stage.pass(30_000);
  await ask(token);
  expect((await ApiToken.findByPk(id))?.lastUsedAt).toEqual(first);
  stage.pass(31_000);
  await ask(token);
  expect((await ApiToken.findByPk(id))?.lastUsedAt).toEqual(stage.context.clock.now());
});

it('refuses a revoked token within five seconds', async () => {
  const { token, id } = await make('desk');
  await ask(token).expect(200);
  await revokeToken(stage.context, id, by);
  stage.pass(5000);
  await ask(token).expect(401);
  await expect(revokeToken(stage.context, 999_999, by)).rejects.toMatchObject({ code: 'not_found' });
});

it('notes the use of the one token that was used, and ends the one that is meant', async () => {
  const [own, other] = [await make('desk'), await make('desk', 'another desk')];
  await ask(own.token).expect(200);
  await revokeToken(stage.context, own.id, by);
  expect(await ApiToken.findByPk(other.id)).toMatchObject({ lastUsedAt: null, revokedAt: null });
  stage.pass(5000);
  await ask(own.token).expect(401);
  await ask(other.token).expect(200);
});

it('makes no token for an unknown role, or one that may do nothing', async () => {
  await expect(make('king')).rejects.toThrow(/no role king.*admin, desk/);
  await expect(make('technician')).rejects.toThrow(/technician may do nothing/);
  for (const name of [' ', 'x'.repeat(101)]) await expect(make('desk', name)).rejects.toThrow(/name/);
  expect(await ApiToken.count()).toBe(0);
  await make('desk', 'x'.repeat(100));
});

it('takes no token whose role this version does not know', async () => {
  await ask(await withRole('king' as ApiRole)).expect(401);
});

const roles: readonly (readonly [string, ApiRole[]])[] = [
  ['read, change and see whole numbers', ['admin', 'desk', 'cs_supervisor', 'monitoring', 'shift_leader']],
  ['read and change', ['duty_officer', 'team_leader', 'engineering_supervisor', 'zone_manager', 'project_manager']],
  ['read', ['department_head', 'inspector', 'finance']],
  ['do nothing', ['technician', 'security', 'attendant']],
];
const mayDo = roles.flatMap(([rights, those]) => those.map((role) => [role, rights] as const));

it('knows these roles and no others', () => {
  expect(mayDo.map(([role]) => role).sort()).toEqual(Object.keys(rightsOf).sort());
});

it.each(mayDo)('lets the role %s %s', async (role, rights) => {
  const token = await withRole(role);
  const may = (right: 'read' | 'act' | 'phones'): boolean =>
    rights.includes({ read: 'read', act: 'change', phones: 'whole numbers' }[right]);
  await ask(token, '/calls').expect(may('read') ? 200 : 403);
  await ask(token, '/calls', 'head').expect(may('read') ? 200 : 403);
  for (const method of changes) await ask(token, '/change', method).expect(may('act') ? 204 : 403);
  const full = await ask(token, '/calls/CA1?phones=full').expect(may('phones') ? 200 : 403);
  const seen = may('phones') ? '+8613800001234' : undefined;
  expect((full.body as { from?: string }).from).toBe(seen);
});

it('tells what is missing with 403', async () => {
  const answer = await ask(await withRole('finance'), '/change', 'post').expect(403);
  expect(answer.body).toEqual({
    error: {
      code: 'forbidden',
      message: 'The role finance may not do this.',
      details: { role: 'finance', right: 'act' },
    },
  });
});

it('masks numbers unless whole ones are asked for, and writes down who saw them', async () => {
  const { token } = await make('monitoring', 'night desk');
  const masked = await ask(token, '/calls/CA1').expect(200);
  expect(masked.body).toMatchObject({ from: '+86*******1234' });
  expect(await AuditEntry.count({ where: { action: 'phones_read' } })).toBe(0);
  await ask(token, '/calls/CA1?phones=full').expect(200);
  await ask(token, '/tasks?phones=full').expect(200);
  const entries = await AuditEntry.findAll({ where: { action: 'phones_read' }, order: [['id', 'ASC']] });
  expect(entries.map(({ byName, role, data }) => ({ byName, role, data }))).toEqual([
    { byName: 'night desk', role: 'monitoring', data: { call: 'CA1' } },
    { byName: 'night desk', role: 'monitoring', data: { list: 'tasks' } },
  ]);
});

it('shows no whole number when it cannot be written down', async () => {
  const { token } = await make('monitoring');
  await fresh.database.sequelize.query('ALTER TABLE audit_entries RENAME TO audit_entries_away');
  const answer = await ask(token, '/calls/CA1?phones=full');
  await fresh.database.sequelize.query('ALTER TABLE audit_entries_away RENAME TO audit_entries');
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('+8613800001234');
});

it('takes fifty requests at once from each token', async () => {
  const { token } = await make('desk');
  const all = await Promise.all(Array.from({ length: 60 }, () => ask(token, '/callbacks')));
  expect(all.filter(({ status }) => status !== 200)).toEqual([]);
});

it('writes down who made and ended a token', async () => {
  const { id } = await make('desk');
  await revokeToken(stage.context, id, by);
  await revokeToken(stage.context, id, by);
  const entries = await AuditEntry.findAll({ order: [['id', 'ASC']] });
  expect(entries.map(({ action }) => action)).toEqual(['token_created', 'token_revoked']);
});
