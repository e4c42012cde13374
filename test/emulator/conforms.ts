import Ajv from 'ajv';
import { readFileSync } from 'node:fs';

const spec = JSON.parse(
  readFileSync(require.resolve('@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json'), 'utf8'),
) as { components: { schemas: Record<string, object> }; paths: Record<string, unknown> };
const ajv = new Ajv({ strict: false, validateFormats: false });

/** What is wrong with an answer by Twilio's own description, which leaves fields free: here every one it names must be there. */
export function problemsOf(name: string, body: unknown): string[] {
  const schema = spec.components.schemas[name] as { properties: Record<string, unknown> };
  const validate = ajv.compile(openapiToSchema(schema) as object);
  validate(body);
  const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message ?? ''}`);
  return [...wrong, ...differences(Object.keys(body as object), Object.keys(schema.properties), name)];
}

function differences(given: readonly string[], wanted: readonly string[], name: string): string[] {
  const missing = wanted.filter((field) => !given.includes(field)).map((field) => `${name} lacks ${field}`);
  return [...missing, ...given.filter((field) => !wanted.includes(field)).map((field) => `${name} has ${field}`)];
}

/** `nullable` of OpenAPI in the words of JSON schema, references resolved. */
function openapiToSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(openapiToSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, nullable, type, ...rest } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return openapiToSchema(spec.components.schemas[$ref.replace(/.*\//, '')]);
  const { properties, ...others } = rest;
  return {
    ...mapped(others),
    ...(properties === undefined ? {} : { properties: mapped(properties as object) }),
    ...(type === undefined ? {} : { type: nullable === true ? [type, 'null'] : type }),
  };
}

function mapped(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, openapiToSchema(value)]));
}

const PAGE = ['end', 'first_page_uri', 'next_page_uri', 'page', 'page_size', 'previous_page_uri', 'start', 'uri'];

/** The same for a page of a list that is not empty, whose items are under `key`. */
export function problemsOfList(name: string, key: string, body: Record<string, unknown>): string[] {
  const items = body[key] as unknown[];
  const wrong = differences(Object.keys(body), [...PAGE, key], `the list of ${name}`);
  return [...wrong, ...(items.length === 0 ? [`no ${key}`] : items.flatMap((item) => problemsOf(name, item)))];
}
