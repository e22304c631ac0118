import { asList, asObject, resolve, type Json } from './json.js';

/**
 * The example of a parameter or media type: its own, the first of its named ones, or what the examples of its schema's
 * fields give together. Undefined where the document gives none.
 */
export function readExample(document: Json, source: Json): unknown {
  if ('example' in source) return source['example'];
  const [named] = Object.values(asObject(source['examples']));
  if (named !== undefined) return resolve(document, named)['value'];
  return exampleOf(document, source['schema'], []);
}

function exampleOf(document: Json, schema: unknown, ancestors: readonly Json[]): unknown {
  const resolved = resolve(document, schema);
  if ('example' in resolved) return resolved['example'];
  const [first] = asList(resolved['examples']);
  if (first !== undefined) return first;
  if ('const' in resolved) return resolved['const'];
  if (ancestors.includes(resolved)) return undefined;
  const inside = [...ancestors, resolved];
  if (resolved['items'] !== undefined) {
    const item = exampleOf(document, resolved['items'], inside);
    return item === undefined ? undefined : [item];
  }
  const parts = asList(resolved['allOf']).map((part) =>
    asObject(exampleOf(document, part, inside)),
  );
  const fields = Object.entries(asObject(resolved['properties'])).map(
    ([key, property]) => [key, exampleOf(document, property, inside)] as const,
  );
  const known = fields.filter(([, value]) => value !== undefined);
  const whole = Object.assign({}, ...parts, Object.fromEntries(known)) as Json;
  return Object.keys(whole).length === 0 ? undefined : whole;
}
