import { once } from 'node:events';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuditExport,
  type AuditFilters,
  type Attribution,
  type ExportFormat,
} from '../../src/audit/index.js';
import { databases } from '../support/databases.js';
import { ACME, type AuditWorld, GLOBEX, openAuditWorld } from './audit-world.js';
import { OFFICE, PROWLER, seedLog } from './seeded-log.js';
import { readCsv } from './read-csv.js';

const BY_ADA: Attribution = {
  actor: { kind: 'user', id: 'ada', label: 'ada@contoso.example' },
  origin: { ip: '192.0.2.1', userAgent: 'Firefox', requestId: 'r1' },
};

/** Takes everything. */
class Taker extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe.each(databases)('exporting the log on $kind', (kind) => {
  let world: AuditWorld;
  let exports: AuditExport;
  let all: Awaited<ReturnType<typeof seedLog>>;

  beforeAll(async () => {
    world = await openAuditWorld(kind);
    exports = new AuditExport(world.database, world.transactions, world.reader, world.audit);
    all = await seedLog(world, 4_000);
  });

  afterAll(() => world.close());

  const take = async (format: ExportFormat, filters: AuditFilters = {}) => {
    const taker = new Taker();
    const result = await exports.run({ tenantId: ACME, filters, format }, BY_ADA, taker);
    return { ...result, text: taker.text };
  };
  /** What the log says of the last `n` export records, oldest first. */
  const recorded = async (n: number) => {
    const { rows } = await world.reader.page(
      world.database,
      ACME,
      { type: 'audit.exported' },
      null,
      n,
    );
    return rows.toReversed().map((row) => ({
      actorId: row.actorId,
      ...(JSON.parse(row.details) as Record<string, unknown>),
    }));
  };

  it('gives every event of the tenant that matches, newest first', async () => {
    const { text, count, isComplete } = await take('ndjson', { ip: PROWLER });
    const expected = all.filter((row) => row.tenantId === ACME && row.ip === PROWLER);
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(events.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect({ count, isComplete }).toEqual({ count: expected.length, isComplete: true });
  });

  it('gives all of a filter that has to be compared, however rare', async () => {
    const filters = { ip: OFFICE, type: 'sign_in', outcome: 'refused', reason: 'user_suspended' };
    const { count } = await take('csv', filters);
    const matches = all.filter(
      (row) =>
        row.tenantId === ACME &&
        Object.entries(filters).every(([name, value]) => row[name as keyof typeof row] === value),
    );
    expect(count).toBe(matches.length);
    expect(count).toBeGreaterThan(0);
  });

  it('is on the record, with its filters, before and after', async () => {
    const filters = { ip: PROWLER, fromMs: 0, toMs: Date.UTC(2027, 0) };
    const { count } = await take('csv', filters);
    const [begun, ended] = await recorded(2);
    const common = {
      actorId: 'ada',
      format: 'csv',
      filters: { ip: PROWLER, from: '1970-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
    };
    expect(begun).toEqual({ ...common, end: 'begun' });
    expect(ended).toMatchObject({ ...common, end: 'complete', count });
  });

  it('of nothing is a heading, and no line', async () => {
    const nobody = { person: 'nobody' };
    expect(readCsv((await take('csv', nobody)).text)).toHaveLength(1);
    expect((await take('ndjson', nobody)).text).toBe('');
  });

  const nasty = [
    '=HYPERLINK("https://evil.example","click")',
    '+1',
    '-2+3',
    '@SUM(1)',
    '\t=1',
    '\r\n=1',
    '\n=1',
    ' =1',
    '＝1',
    'comma, "quote"; semi',
    'line\nbreak',
    'line\rbreak',
    '\u202Egnp.exe',
    'Łukasz 李 \u{1F600}',
    "' OR 1=1",
    '',
  ];

  it('lets no value become a formula, a column or a row', async () => {
    for (const label of nasty)
      await world.append({ person: 'nasty', actor: { kind: 'user', label }, details: { label } });
    const { text } = await take('csv', { person: 'nasty' });
    expect(text.startsWith('\uFEFFtime,type,')).toBe(true);
    const [heading = [], ...rows] = readCsv(text.slice(1));
    expect(rows.every((row) => row.length === heading.length)).toBe(true);
    const cells = rows.map((row) => row[heading.indexOf('actor_label')] ?? '').toReversed();
    expect(cells.filter((cell) => /^\s*[=+\-@＝]/.test(cell))).toEqual([]);
    expect(cells.map((cell) => cell.replace(/^'(?! OR)/, ''))).toEqual(nasty);
    const details = rows.map((row) => row[heading.indexOf('details')] ?? '');
    expect(
      details.toReversed().map((cell) => (JSON.parse(cell) as { label: string }).label),
    ).toEqual(nasty);
  });

  it('keeps each value as it is in NDJSON, one event a line', async () => {
    const { text } = await take('ndjson', { person: 'nasty' });
    const events = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { actor: object });
    expect(events.toReversed().map(({ actor }) => actor)).toEqual(
      nasty.map((label) => ({ kind: 'user', id: null, label })),
    );
    expect(events[0]).toMatchObject({
      tenantId: ACME,
      time: '2026-11-24T12:00:00.000Z',
      target: null,
      details: { label: '' },
    });
  });

  it('reads no further than the receiver takes', async () => {
    const slow = new Writable({ highWaterMark: 1, write: () => undefined }); // takes one chunk and never says more
    const running = exports.run({ tenantId: ACME, filters: {}, format: 'ndjson' }, BY_ADA, slow);
    await once(slow, 'pipe');
    const isReading = () => slow.writableLength > 0;
    for (let turns = 0; turns < 2000 && !isReading(); turns += 1) await nextTurn();
    for (let turns = 0; turns < 50; turns += 1) await world.database.query('SELECT 1 AS one');
    slow.destroy();
    const { count, isComplete } = await running;
    expect(isComplete).toBe(false);
    expect(count).toBeLessThan(all.length / 2);
    expect(count).toBeGreaterThan(0);
    const [begun, ended] = await recorded(2);
    expect(begun).toMatchObject({ end: 'begun' });
    expect(ended).toMatchObject({ end: 'interrupted', count });
  });

  it('that fails on our side cuts the file off, says so, and throws', async () => {
    const corrupt = await world.append({ tenantId: GLOBEX });
    await world.database.query("UPDATE audit_events SET details = '{' WHERE id = ?", [corrupt]);
    const taker = new Taker();
    const request = { tenantId: GLOBEX, filters: {}, format: 'ndjson' } as const;
    const running = exports.run(request, BY_ADA, taker);
    await expect(running).rejects.toThrow();
    expect(taker.destroyed).toBe(true);
    expect(taker.writableFinished).toBe(false);
    const { rows } = await world.reader.page(
      world.database,
      GLOBEX,
      { type: 'audit.exported' },
      null,
      1,
    );
    expect(JSON.parse(rows[0]?.details ?? '')).toMatchObject({ end: 'failed' });
  });

  it('does not begin where it cannot be recorded', async () => {
    const taker = new Taker();
    const unrecorded = exports.run(
      { tenantId: null as never, filters: {}, format: 'csv' },
      BY_ADA,
      taker,
    );
    await expect(unrecorded).rejects.toThrow();
    expect(taker.text).toBe('');
  });
});

/** One turn of the event loop. */
async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
