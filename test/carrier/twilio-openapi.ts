import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject } from 'ajv';
import { parse } from 'yaml';
import type { Received } from './carrier-api';

interface Schema {
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
}
interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly schema: Schema;
}
interface Operation {
  readonly parameters?: Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  readonly components: unknown;
}

const file = require
  .resolve('@twilio-alpha/mcp/package.json')
  .replace('package.json', 'twilio-oai/spec/yaml/twilio_api_v2010.yaml');

const accepts = {
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  endpoint: (text: string) => /^\+\d+$/.test(text),
  'phone-number': (text: string) => /^\+\d+$/.test(text),
  'http-method': (text: string) => ['GET', 'POST'].includes(text),
};

/** Repeated fields become a list where the description wants one, everything else is one text that must be readable as its type. */
function toObject(fields: URLSearchParams, properties: Record<string, Schema>): Record<string, unknown> {
  const names = [...new Set(fields.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.getAll(name);
      return [name, properties[name]?.type === 'array' || values.length > 1 ? values : values[0]];
    }),
  );
}

/** A judge of requests by Twilio's own description of its API: unknown paths, unknown or misspelt parameters and wrong values are errors. */
export function twilioOpenApi(): (request: Received) => string[] {
  const document = parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true, formats: accepts, logger: false });
  ajv.addSchema({ $id: 'oai', components: document.components });
  const resolved = (schema: Schema): Schema =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"oai#/components')) as Schema;
  const judge = (schema: Schema, fields: URLSearchParams): string[] => {
    const valid = ajv.compile({ ...resolved(schema), additionalProperties: false });
    valid(toObject(fields, schema.properties ?? {}));
    return (valid.errors ?? []).map(
      (error: ErrorObject) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  };
  return (request) => {
    const operation = operationFor(document, request);
    if (!operation) return [`no such operation: ${request.method} ${request.path}`];
    const body = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
    return [...judge(querySchema(operation), request.query), ...judge(body ?? { type: 'object' }, request.form)];
  };
}

function operationFor(document: Document, { method, path }: Received): Operation | undefined {
  const pattern = (template: string) => new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
  const [, operations] = Object.entries(document.paths).find(([template]) => pattern(template).test(path)) ?? [];
  return operations?.[method.toLowerCase()];
}

function querySchema({ parameters = [] }: Operation): Schema {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return { type: 'object', properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])) };
}
