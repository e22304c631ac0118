/** Reading a document that is only known to be JSON. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const MAX_REFERENCES = 8;

/** Follows `$ref` inside the document; what cannot be resolved, or only leads round in a circle, is empty. */
export function resolve(document: Json, value: unknown): Json {
  let current = asObject(value);
  for (let hops = 0; typeof current['$ref'] === 'string'; hops++) {
    if (hops === MAX_REFERENCES || !current['$ref'].startsWith('#/')) return {};
    current = asObject(lookUp(document, current['$ref']));
  }
  return current;
}

function lookUp(document: Json, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => asObject(value)[part], document);
}
