import { asList, asObject, asText, resolve, type Json } from './json.js';

/** One line of a schema's table. */
export interface SchemaField {
  /** `items[].roles`; '' for the value itself. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** What the value must keep to, in words: `one of a, b`, `at most 200`. */
  readonly limits: readonly string[];
}

/** The fields of an object or of a list's items, parents before their children. */
export function readFields(
  document: Json,
  schema: unknown,
  prefix = '',
  ancestors: readonly Json[] = [],
): SchemaField[] {
  const identity = resolve(document, schema);
  if (ancestors.includes(identity)) return []; // a schema that contains itself is shown once
  const inside = [...ancestors, identity];
  const resolved = merged(document, schema);
  const items = resolved['items'];
  if (items !== undefined) return readFields(document, items, `${prefix}[]`, inside);
  const required = new Set(asList(resolved['required']).map(asText));
  return Object.entries(asObject(resolved['properties'])).flatMap(([key, property]) => {
    const child = merged(document, property);
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const field: SchemaField = {
      name,
      type: typeOf(document, child),
      isRequired: required.has(key),
      description: asText(child['description']),
      limits: limitsOf(child),
    };
    return [field, ...readFields(document, property, name, inside)];
  });
}

/** `allOf` laid over each other: how documents extend a schema. */
function merged(document: Json, schema: unknown): Json {
  const resolved = resolve(document, schema);
  const parts = asList(resolved['allOf']).map((part) => merged(document, part));
  if (parts.length === 0) return resolved;
  const all = [...parts, resolved];
  return {
    ...(Object.assign({}, ...all) as Json),
    properties: Object.assign({}, ...all.map((part) => asObject(part['properties']))) as Json,
    required: all.flatMap((part) => asList(part['required'])),
  };
}

/** `string (date-time)`, `array of string`, `string or null`. */
export function typeOf(document: Json, schema: unknown): string {
  const resolved = merged(document, schema);
  const choices = [...asList(resolved['oneOf']), ...asList(resolved['anyOf'])];
  if (choices.length > 0) return choices.map((one) => typeOf(document, one)).join(' or ');
  const types = [resolved['type']].flat().map(asText).filter(Boolean);
  const words = types.map((type) => {
    if (type === 'array') return `array of ${typeOf(document, resolved['items'])}`;
    const format = asText(resolved['format']);
    return format !== '' && type !== 'null' ? `${type} (${format})` : type;
  });
  return words.join(' or ') || ('const' in resolved ? 'constant' : 'any');
}

export function limitsOf(schema: Json): string[] {
  const limits: string[] = [];
  const values = asList(schema['enum']);
  if (values.length > 0) limits.push(`one of ${values.map(String).join(', ')}`);
  for (const [keyword, words] of LIMITS) {
    const value = schema[keyword];
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
      limits.push(`${words} ${String(value)}`);
    }
  }
  return limits;
}

const LIMITS = [
  ['const', 'always'],
  ['default', 'default'],
  ['minimum', 'at least'],
  ['maximum', 'at most'],
  ['minLength', 'length at least'],
  ['maxLength', 'length at most'],
  ['pattern', 'matches'],
] as const;
