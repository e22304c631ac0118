/**
 * JSON with exactly one spelling per value (RFC 8785): no blanks, keys sorted by UTF-16 code units, numbers and strings
 * as ECMAScript prints them. `toJSON` is honoured, so that a Secret prints as its mask; undefined fields are left out.
 * A lone surrogate becomes its \uXXXX escape, as in JSON.stringify: RFC 8785 would refuse, a log must not.
 */
export function canonicalJson(value: unknown): string {
  return print(JSON.parse(JSON.stringify(value)) as Json);
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function print(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${print(field)}`).join(',')}}`;
}
