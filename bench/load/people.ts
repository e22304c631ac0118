import { randomUUID } from 'node:crypto';
import type { Person } from './entra-response.ts';

/** The same groups for everybody: a tenant's groups exist long before the person who is measured. */
export function groupValue(index: number): string {
  return `11111111-aaaa-4aaa-8aaa-${index.toString(16).padStart(12, '0')}`;
}

export function newPeople(count: number, groupCount: number): Person[] {
  const groups = Array.from({ length: groupCount }, (_, index) => groupValue(index));
  return Array.from({ length: count }, () => {
    const objectId = randomUUID();
    return { objectId, alias: `${objectId.slice(0, 8)}@acme.example`, groups };
  });
}
