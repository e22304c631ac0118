import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../src');
const CHANGES = [
  /\b(update|delete\s+from|replace\s+into|truncate(\s+table)?|alter\s+table|drop\s+table)\s+[`"]?audit_events\b/i,
  /\bon\s+duplicate\s+key\b[\s\S]{0,200}audit_events/i,
  /audit_events[\s\S]{0,900}\bon\s+(duplicate\s+key|conflict)\b/i,
  /\b(update|delete|remove|softDelete|softRemove|save|upsert|clear|restore|increment|decrement|getRepository|createQueryBuilder)\(\s*AuditEvent\b/,
];

function changesIn(text: string): boolean {
  return CHANGES.some((pattern) => pattern.test(text));
}

describe('the log is only appended to', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));

  it('but for retention, no code changes or removes an event', () => {
    expect(files.length).toBeGreaterThan(50);
    const changing = files.filter(({ text }) => changesIn(text)).map(({ name }) => name);
    expect(changing).toEqual([join('audit', 'audit.retention.ts')]);
  });

  it('and only the audit module writes its table', () => {
    const writing = files
      .filter(({ text }) => /insert\s+into\s+[`"]?audit_events\b/i.test(text))
      .map(({ name }) => name);
    expect(writing).toEqual([join('audit', 'audit.service.ts')]);
    const naming = files.filter(({ text }) => /\baudit_events\b/.test(text));
    expect(naming.filter(({ name }) => !name.startsWith(join('audit', '')))).toEqual([]);
  });

  it.each([
    'UPDATE audit_events SET x',
    'delete  from `audit_events`',
    "manager.update(AuditEvent, { id: '1' }, {})",
    'INSERT INTO audit_events (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 1',
  ])('would find: %s', (text) => {
    expect(changesIn(text)).toBe(true);
  });
});
