import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { overlay, policySchema } from '../../src/domain/policy';

const text = readFileSync('config/policy.yaml', 'utf8');
const yaml = parse(text) as Record<string, unknown>;
const minute = 60_000;

/** Every number of contract section 7, as it stands there. */
const promised = {
  service: { nameZh: '报修热线', nameEn: 'the repair line' },
  emergency: { fire: '119', medical: '120', police: '110', gas: '' },
  recording: { notice: true, bridges: false },
  hours: { day: '09:00-17:30', workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] },
  quietHours: { night: '21:00-08:30', midday: '' },
  sla: {
    arrival: {
      power: { urban: '45m', rural: '90m', remote: '120m', danger: '30m', critical: '30m' },
      property: { p0: '5m', p1: '10m', p2: '15m', p3: '30m', cap: '120m' },
      matter: '15m',
    },
    restore: { power: { urban: '3h', rural: '4h', remote: '4h' } },
    reconnect: '24h',
    warnBefore: { power: '15m', p0: '2m', p1: '3m', p2: '5m', p3: '10m' },
  },
  paging: {
    acceptWithin: { p0: '1m', p1: '2m', p2: '5m', p3: '15m' },
    supervisorAfter: { p0: '2m', p1: '5m', p2: '5m', p3: '15m' },
    grabWithin: '5m',
    redialAfter: '45s',
    attemptsPerPerson: 2,
    fanOut: { p0: 2 },
    ringFor: '25s',
    listenFor: '60s',
    ladderRounds: 3,
    bundle: { from: 3, within: '3m' },
    callsPerSecond: 1,
    perNumber: ['2/2m', '4/15m', '10/1h'],
  },
  danger: { personWithin: '30s', checkAfter: '2m' },
  defaults: { powerTeam: '', propertyTeam: '' },
  locate: { within: '3m' },
  stall: { after: '2h' },
  arrivalCheck: { afterDispatch: '15m', recheckAfter: '15m', rounds: 3 },
  notice: { channels: ['call', 'text'], waitForEta: '30s', awakeFor: '2h' },
  callback: {
    firstAttemptAfter: '5m',
    attempts: 3,
    retryAfter: { busy: '10m', noAnswer: '2h' },
    sameDayBy: '17:30',
    hardLimit: '24h',
  },
  numberCheck: { firstAfter: '60s', attempts: 2 },
  reopen: { within: '7d' },
  chase: { minGap: '15m', callbackWithin: '10m' },
  queue: { maxWait: '3m', ringFor: '20s', speakEvery: '45s' },
  appointment: { confirmBefore: '30m', earlyBy: '5m', lateTolerance: '10m', agreeWithin: '5m' },
  quote: { reviewWithin: '15m', prepayFromCents: 50000 },
  help: { answerWithin: '5m' },
  medical: { recontact: '60m' },
  crew: { pinEvery: '12h', lockFor: '15m' },
  outage: { changeOver: '15m', minGap: '30m', believedFor: '24h' },
  retention: { recordings: '180d', callLog: '3y', tickets: '5y', audit: '3y' },
};

const issuesOf = (override: unknown): string[] => {
  const { error } = policySchema.safeParse(overlay(yaml, override));
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('config/policy.yaml', () => {
  it('holds every promised key with its promised value', () => {
    expect(yaml).toMatchObject(promised);
  });

  it('fits the schema key by key', () => {
    expect(issuesOf({})).toEqual([]);
  });

  it('says the source of every value', () => {
    const values = text.split('\n').filter((line) => /^\s+\w+: [^#\s]/.test(line));
    const bare = values.filter((line) => !/# .*R-\d{3}/.test(line));
    expect(bare).toEqual([]);
  });

  it('becomes milliseconds, minutes after midnight and rates', () => {
    const policy = policySchema.parse(yaml);
    expect(policy.sla.arrival.power.urban).toBe(45 * minute);
    expect(policy.retention.callLog).toBe(3 * 365 * 24 * 60 * minute);
    expect(policy.quietHours).toEqual({ night: { from: 21 * 60, to: 8 * 60 + 30 }, midday: null });
    expect(policy.paging.perNumber[0]).toEqual({ count: 2, per: 2 * minute });
    expect(policy.paging.fanOut).toEqual({ p0: 2, p1: 1, p2: 1, p3: 1 });
  });
});

describe('a policy file laid over it', () => {
  it('changes only what it names', () => {
    const laid = policySchema.parse(
      overlay(yaml, { sla: { arrival: { matter: '20m' } }, hours: { workdays: [1, 2] } }),
    );
    expect(laid.sla.arrival.matter).toBe(20 * minute);
    expect(laid.hours.workdays).toEqual([1, 2]);
    expect(laid.sla.arrival.power.rural).toBe(90 * minute);
  });

  it('takes a span that ends at midnight', () => {
    const laid = policySchema.parse(overlay(yaml, { hours: { day: '09:00-24:00' } }));
    expect(laid.hours.day).toEqual({ from: 9 * 60, to: 24 * 60 });
  });

  it.each([
    [{ paging: { ringsFor: '25s' } }, 'paging: Unrecognized key: "ringsFor"'],
    [{ pagin: { ringFor: '25s' } }, ': Unrecognized key: "pagin"'],
    [{ sla: { arrival: { power: { urban: '45' } } } }, 'sla.arrival.power.urban: "45": write a duration'],
    [{ sla: { arrival: { power: { urban: 45 } } } }, 'sla.arrival.power.urban: write a duration'],
    [{ hours: { day: '9-17' } }, 'hours.day: "9-17": write a span'],
    [{ hours: { day: '25:00-17:30' } }, 'hours.day: "25:00-17:30": write a span'],
    [{ hours: { day: '09:00-25:00' } }, 'hours.day: "09:00-25:00": write a span'],
    [{ hours: { day: '09:00-09:00' } }, 'hours.day: "09:00-09:00": write a span'],
    [{ hours: { day: '09:00-12:00-17:30' } }, 'hours.day: "09:00-12:00-17:30": write a span'],
    [{ hours: { holidays: ['2026-13-01'] } }, 'hours.holidays.0:'],
    [{ callback: { sameDayBy: '25:00' } }, 'callback.sameDayBy: "25:00": write a time of day'],
    [{ paging: { perNumber: ['0/2m'] } }, 'paging.perNumber.0: "0/2m": write a rate'],
    [{ paging: { perNumber: ['2/0m'] } }, 'paging.perNumber.0: "2/0m": write a rate'],
    [{ paging: { callsPerSecond: 0 } }, 'paging.callsPerSecond:'],
    [{ sla: null }, 'sla:'],
  ])('names what is wrong in %j', (override, named) => {
    const issues = issuesOf(override);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(named);
  });
});
