import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createMetrics } from '../../src/metrics';

const textOf = (file: string): string => readFileSync(file, 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly action: string };
}
const rules = (): Rule[] =>
  (parse(textOf('docs/operations/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  );

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}
const dashboard = (): Dashboard => JSON.parse(textOf('docs/operations/dashboard.json')) as Dashboard;

/** What is no metric in an expression: functions, words, labels, what Prometheus itself has. */
const notMetrics = new Set([
  ...['histogram_quantile', 'sum', 'rate', 'increase', 'by', 'max', 'topk', 'vector', 'and', 'or', 'up', 'le'],
]);
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/by \([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_]{2,}/g)].map(([word]) => word).filter((word) => !notMetrics.has(word));
}

async function served(): Promise<Map<string, string>> {
  const metrics = createMetrics();
  metrics.webhookAnswered('/voice/incoming', 1);
  metrics.callEnded('completed');
  metrics.ticketOpened('fault', 'P1');
  metrics.pageEnded('accepted');
  metrics.callbackEnded('yes');
  const page = await metrics.text();
  const names = [...page.matchAll(/^([a-z_]+)(?:\{([^}]*)\})? /gm)];
  return new Map(names.map(([, name = '', labels = '']) => [name, labels]));
}

it('names only metrics that the hotline has, on the dashboard and in the alerts', async () => {
  const expressions = [
    ...dashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...rules().map(({ expr }) => expr),
  ];
  const known = await served();
  const named = [...new Set(expressions.flatMap(metricsIn))];
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  for (const expression of expressions)
    for (const [, metric = '', label = ''] of expression.matchAll(/([a-z_]+)\{([a-z]+)!?=/g))
      expect({ expression, has: metric === 'up' || known.get(metric)?.includes(`${label}=`) }).toEqual({
        expression,
        has: true,
      });
});

it('shows every question that the metrics ask', async () => {
  const drawn = dashboard().panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
  const families = [...(await createMetrics().text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
  expect(families.length).toBeGreaterThan(6);
  expect(families.filter((family) => !drawn.some((metric) => metric.startsWith(family)))).toEqual([]);
  for (const { title } of dashboard().panels) expect(title).toMatch(/\?$/);
  for (const [, help = ''] of (await createMetrics().text()).matchAll(/^# HELP \S+ (.*)$/gm))
    expect(help).toMatch(/\?$/);
});

it('says of every alert what it means and what to do', () => {
  expect(rules().length).toBeGreaterThan(5);
  for (const { alert, labels, annotations } of rules()) {
    expect({ alert, severity: labels.severity }).toEqual({
      alert,
      severity: expect.stringMatching(/^(page|warning)$/) as string,
    });
    expect(annotations.summary.length).toBeGreaterThan(20);
    expect(annotations.action.length).toBeGreaterThan(20);
  }
});

it('has a systemd unit that systemd understands and that keeps the hotline to itself', () => {
  const unit = textOf('docs/operations/faultline.service');
  for (const line of [
    'Restart=always',
    'KillSignal=SIGTERM',
    'EnvironmentFile=/etc/faultline.env',
    'NoNewPrivileges=true',
    'ProtectSystem=strict',
  ])
    expect(unit.split('\n')).toContain(line);
  const [, command = ''] = /^ExecStart=\S+ (\S+) serve$/m.exec(unit) ?? [];
  expect(existsSync(command)).toBe(true);
  if (!hasSystemd()) return;
  const folder = mkdtempSync(join(tmpdir(), 'faultline-unit-'));
  const file = join(folder, 'faultline.service');
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
  const complaints = execFileSync('sh', ['-c', `systemd-analyze verify '${file}' 2>&1 || true`]).toString();
  rmSync(folder, { recursive: true });
  // Of other units of this machine it may complain as it likes.
  expect(complaints.split('\n').filter((line) => line.includes(file))).toEqual([]);
});

const hasSystemd = (): boolean =>
  execFileSync('sh', ['-c', 'command -v systemd-analyze || true']).toString().trim() !== '';

it('builds a container of files that are there, as nobody in particular, with a health check', () => {
  const lines = textOf('Containerfile').split('\n');
  const copied = lines.flatMap((line) => /^COPY (?:--from=build )?(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
  const files = copied.map((path) => path.replace('/opt/faultline/', '')).filter((path) => path !== 'dist');
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  for (const needed of ['src', 'models', 'cron', 'emulator', 'tsconfig.json', 'tsconfig.build.json', 'package.json'])
    expect(files).toContain(needed);
  expect(lines).toContain('USER node');
  expect(lines.join('\n')).toMatch(/^HEALTHCHECK .*\\\n.*\/healthz/m);
  const versions = lines.flatMap((line) => /^FROM \S*node:(\d+)/.exec(line)?.[1] ?? []);
  expect(versions.map(Number).every((version) => version >= 20)).toBe(true);
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  for (const [, script = ''] of lines.join('\n').matchAll(/npm run (\S+)/g)) expect(scripts).toHaveProperty(script);
  expect(textOf('.dockerignore')).toBe(textOf('.containerignore'));
});
