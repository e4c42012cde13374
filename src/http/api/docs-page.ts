import { z } from 'zod';
import { answerSchemas } from '../../services/views/answers';
import { type Endpoint, endpoints } from './endpoints';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** A text as HTML, with `code` marked. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const methodOf = ({ method }: Endpoint): string => (method ?? 'get').toUpperCase();
const anchorOf = (endpoint: Endpoint): string =>
  `${methodOf(endpoint)}${endpoint.path}`.replace(/[^A-Za-z]+/g, '-').toLowerCase();

/** `"read" | "act"`, `string, or null`: what a value may be, in one line. */
function kindOf({ type, enum: values, const: only, anyOf, items }: Schema): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (anyOf) return anyOf.map(kindOf).join(' | ');
  if (items) return `list of ${kindOf(items)}`;
  return Array.isArray(type) ? type.join(' | ') : String(type ?? 'any');
}

function fieldRow(name: string, schema: Schema, needed: boolean): string {
  const start = schema.default === undefined ? '' : ` Default: ${JSON.stringify(schema.default)}.`;
  const notes = `${needed ? 'Needed. ' : ''}${schema.description ?? ''}${start}`;
  return `<tr><td><code>${escaped(name)}</code></td><td>${escaped(kindOf(schema))}</td><td>${prose(notes)}</td></tr>`;
}

function fields(schema: Schema, input: boolean): string {
  if (schema.anyOf) return schema.anyOf.map((one) => fields(one, input)).join('<p>or</p>');
  const properties = Object.entries(schema.properties ?? {});
  const rows = properties.map(([name, one]) => fieldRow(name, one, input && schema.required?.includes(name) === true));
  return `<table><thead><tr><th>Name</th><th>Value</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function parameters({ path, query }: Endpoint): string {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
    name,
    { type: 'string', description: 'In the path.' },
  ]);
  const inQuery = query ? ((z.toJSONSchema(query, { io: 'input' }) as Schema).properties ?? {}) : {};
  const properties = { ...(Object.fromEntries(inPath) as Record<string, Schema>), ...inQuery };
  return Object.keys(properties).length === 0 ? '' : `<h4>Parameters</h4>${fields({ properties }, false)}`;
}

function body({ body: schema }: Endpoint): string {
  if (schema === undefined) return '';
  return `<h4>Body</h4>${fields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, true)}`;
}

/** A command that can be pasted, with values for what stands in the path. */
function example(endpoint: Endpoint): string {
  const values: Readonly<Record<string, string>> = { number: '10000008', sid: 'CA…', code: 'D-PLAN', id: '1' };
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? name);
  const sent =
    endpoint.example === undefined
      ? ''
      : ` -X ${methodOf(endpoint)} -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(endpoint.example)}'`;
  return `<pre>${escaped(`curl -H "Authorization: Bearer $TOKEN"${sent} \\\n  http://127.0.0.1:3000/api/v1${path}`)}</pre>`;
}

function answered({ answer, list, ...endpoint }: Endpoint): string {
  const status = endpoint.status ?? 200;
  if (answer === undefined) return `<p>Answers ${status} with nothing in it.</p>`;
  const link = `<a href="#${answer}">${answer}</a>`;
  return `<p>Answers ${status} with ${list === true ? `<code>{ items, nextCursor }</code>, each item a ${link}` : `a ${link}`}.</p>`;
}

function section(endpoint: Endpoint): string {
  const title = `<span class="method">${methodOf(endpoint)}</span> <code>/api/v1${escaped(endpoint.path)}</code>`;
  return `<section id="${anchorOf(endpoint)}"><h3>${title}</h3><p>${prose(endpoint.summary)} Wants the right <code>${
    endpoint.method === undefined ? 'read' : 'act'
  }</code>.</p>${parameters(endpoint)}${body(endpoint)}${answered(endpoint)}${example(endpoint)}</section>`;
}

const errors: readonly (readonly [number, string, string])[] = [
  [400, 'bad_request', 'A value is wrong or unknown; `details` names it.'],
  [401, 'unauthorized', 'No valid bearer token.'],
  [403, 'forbidden', 'The role may not do this.'],
  [404, 'not_found', 'There is none.'],
  [409, 'conflict', 'The state does not allow it.'],
  [429, 'rate_limited', 'More than 200 requests in a second with one token.'],
  [503, 'database_unavailable', 'The database does not answer; ask again.'],
  [500, 'internal', 'A mistake of ours; the log tells more under the X-Request-Id of the answer.'],
];

const errorTable = (): string =>
  `<table><thead><tr><th>Status</th><th>Code</th><th></th></tr></thead><tbody>${errors
    .map(([status, code, words]) => `<tr><td>${status}</td><td><code>${code}</code></td><td>${prose(words)}</td></tr>`)
    .join('')}</tbody></table>`;

const intro = [
  'Every request carries <code>Authorization: Bearer …</code>; a token is made with <code>npx faultline token create --name … --role …</code>. ',
  'Times are ISO 8601 in UTC with milliseconds, sums are cents. Lists hold at most 200 items; <code>nextCursor</code> is the <code>cursor</code> of the next page. ',
  'Phone numbers are masked; <code>phones=full</code> shows them to the roles admin, desk, cs_supervisor, monitoring and shift_leader, and each time is in the audit trail. ',
  'For programs: <a href="/api/v1/openapi.json">openapi.json</a>.',
].join('');

/** The readable description of the API: one page without scripts, which loads nothing from elsewhere. */
export function docsPage(): string {
  const links = endpoints.map((one) => `<a href="#${anchorOf(one)}"><b>${methodOf(one)}</b> ${escaped(one.path)}</a>`);
  const schemas = Object.entries(answerSchemas).map(
    ([name, schema]) =>
      `<section id="${name}"><h3>${name}</h3>${fields(z.toJSONSchema(schema) as Schema, false)}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Faultline API</title><link rel="stylesheet" href="/api/docs/style.css"></head>
<body><nav>${links.join('')}</nav><main><h1>Faultline API</h1><p>${intro}</p>
${endpoints.map(section).join('\n')}
<h2>Errors</h2><p>As <a href="#Error">Error</a>, always with one of these codes:</p>${errorTable()}
<h2>Answers</h2>${schemas.join('\n')}</main></body></html>
`;
}

export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; box-sizing: border-box; border-right: 1px solid #8884; }
nav a { display: block; padding: .2rem 0; text-decoration: none; overflow-wrap: anywhere; }
main { padding: 1rem 2rem 4rem; max-width: 60rem; }
section { border-top: 1px solid #8884; padding-top: .5rem; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8883; }
pre { padding: .75rem; overflow-x: auto; background: #8881; border-radius: .4rem; }
.method { font-weight: 700; }
@media (max-width: 48rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;
