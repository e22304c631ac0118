import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { AuditRecord } from './audit-event.js';
import { canonicalEvent } from './canonical-event.js';

const record: AuditRecord = {
  id: '019ab2e1-1c00-7123-8456-7890abcdef01',
  tenantId: '019ab2e1-0000-7000-8000-000000000001',
  timeMs: 1_763_900_000_256,
  type: 'sign_in',
  outcome: 'refused',
  reason: 'user_suspended',
  actorKind: 'anonymous',
  actorId: null,
  actorLabel: null,
  targetKind: null,
  targetId: null,
  targetLabel: null,
  personId: '019ab2e1-0000-7000-8000-000000000002',
  person: 'b.simon@contoso.example',
  connectionId: null,
  ip: '203.0.113.9',
  userAgent: 'Mozilla/5.0 "€"',
  requestId: 'c0ffee',
  reference: '6PBGW-70081',
  details: '{"a":1}',
};

const text = (event: AuditRecord) => new TextDecoder().decode(canonicalEvent(event));

describe('the bytes of an event', () => {
  it('are these, for ever: a change here is a new format', () => {
    expect(text(record)).toBe(
      '{"actorId":null,"actorKind":"anonymous","actorLabel":null,"connectionId":null,"details":"{\\"a\\":1}",' +
        '"id":"019ab2e1-1c00-7123-8456-7890abcdef01","ip":"203.0.113.9","outcome":"refused",' +
        '"person":"b.simon@contoso.example","personId":"019ab2e1-0000-7000-8000-000000000002","reason":"user_suspended",' +
        '"reference":"6PBGW-70081","requestId":"c0ffee","targetId":null,"targetKind":null,"targetLabel":null,' +
        '"tenantId":"019ab2e1-0000-7000-8000-000000000001","timeMs":1763900000256,"type":"sign_in",' +
        '"userAgent":"Mozilla/5.0 \\"€\\"","v":1}',
    );
    expect(createHash('sha256').update(canonicalEvent(record)).digest('hex')).toBe(
      'eb1123f13ba98beba0a70d7ece35f4f1ed10edf01e2b99cd233cfb86dfb228b3',
    );
  });

  it('do not depend on the order in which a driver names the columns', () => {
    const turned = Object.fromEntries(
      Object.entries(record).toReversed(),
    ) as unknown as AuditRecord;
    expect(canonicalEvent(turned)).toEqual(canonicalEvent(record));
  });

  it('leave out what a later version of the row may carry', () => {
    expect(text({ ...record, sequence: 7 } as AuditRecord)).toBe(text(record));
  });

  it.each(Object.keys(record) as (keyof AuditRecord)[])('change when %s changes', (field) => {
    const changed = { ...record, [field]: field === 'timeMs' ? 1 : 'changed' };
    expect(text(changed)).not.toBe(text(record));
  });

  it('tell nothing from an empty text', () => {
    expect(text({ ...record, reason: null })).not.toBe(text({ ...record, reason: '' }));
  });
});
