import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { normalizeReference, referenceOf } from '../../src/audit/index.js';
import { Secret } from '../../src/config/index.js';
import { timeOfUuidMs, uuidv7 } from '../../src/database/index.js';
import { databases } from '../support/databases.js';
import { ACME, anEvent, type AuditWorld, NOON, openAuditWorld } from './audit-world.js';

describe.each(databases)('writing the log on $kind', (kind) => {
  let world: AuditWorld;

  beforeAll(async () => {
    world = await openAuditWorld(kind);
  });

  afterAll(() => world.close());

  const read = async (id: string) => {
    const row = await world.reader.find(world.database, ACME, id);
    if (!row) throw new Error('no such event');
    return row;
  };

  it('keeps every field as it was given', async () => {
    const id = await world.append({
      actor: { kind: 'user', id: 'user-1', label: 'Ada' },
      target: { kind: 'connection', id: 'c-1', label: 'Entra “prod”' },
      personId: 'user-2',
      connectionId: 'c-1',
      details: { z: 1, a: { y: true, b: [null, 'é'] } },
    });
    expect(await read(id)).toEqual({
      id,
      tenantId: ACME,
      timeMs: NOON,
      type: 'sign_in',
      outcome: 'refused',
      reason: 'user_suspended',
      actorKind: 'user',
      actorId: 'user-1',
      actorLabel: 'Ada',
      targetKind: 'connection',
      targetId: 'c-1',
      targetLabel: 'Entra “prod”',
      personId: 'user-2',
      person: 'b.simon@contoso.example',
      connectionId: 'c-1',
      ip: '203.0.113.9',
      userAgent: 'Mozilla/5.0',
      requestId: 'request-1',
      reference: referenceOf(id),
      details: '{"a":{"b":[null,"é"],"y":true},"z":1}',
    });
    expect(normalizeReference(referenceOf(id))).toBe(referenceOf(id));
  });

  it('leaves no event of a transaction that rolled back', async () => {
    const before = await world.count();
    await expect(
      world.transactions.run(async (tx) => {
        await world.audit.append(tx, anEvent());
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    expect(await world.count()).toBe(before);
  });

  it('takes the time of an event from its id', async () => {
    const id = uuidv7(NOON - 5000);
    expect(await world.append({ id, timeMs: NOON })).toBe(id);
    expect((await read(id)).timeMs).toBe(NOON - 5000);
  });

  it('gives 300 parallel events 300 ids, all of their own millisecond', async () => {
    const before = await world.count();
    const ids = await Promise.all(Array.from({ length: 300 }, () => world.append()));
    expect(new Set(ids).size).toBe(300);
    expect(ids.every((id) => timeOfUuidMs(id) === NOON)).toBe(true);
    expect(await world.count()).toBe(before + 300);
  });

  it('writes an event once when its transaction runs again after its COMMIT', async () => {
    const before = await world.count();
    const event = { ...anEvent(), id: uuidv7(NOON) };
    for (let run = 0; run < 2; run += 1)
      await world.transactions.run((tx) => world.audit.appendOnce(tx, event));
    expect(await world.count()).toBe(before + 1);
  });

  it('refuses a second event of the same id where nobody said that it may come twice', async () => {
    const id = await world.append();
    await expect(world.append({ id, person: 'mallory' })).rejects.toThrow();
    expect((await read(id)).person).toBe('b.simon@contoso.example');
  });

  it('is not stopped by values of any length or kind', async () => {
    const long = 'ж\u{1F600}'.repeat(5000);
    const id = await world.append({
      reason: long,
      actor: { kind: 'user', id: long, label: long },
      target: { kind: long, id: long, label: long },
      personId: long,
      person: `İ${long}`,
      connectionId: long,
      origin: { ip: long, userAgent: `\u202E\0${long}`, requestId: long },
      details: { long, groups: Array.from({ length: 150 }, () => 'x'.repeat(36)) },
    });
    const row = await read(id);
    expect(row.userAgent.startsWith('\u202E\0ж\u{1F600}')).toBe(true);
    expect(row.userAgent).toHaveLength(512);
    expect(JSON.parse(row.details)).toMatchObject({ long: '[left out: 30002 bytes]' });
    expect(row.details).toContain('xxxx');
  });

  it('keeps the mask of a secret that strays into the details', async () => {
    const id = await world.append({ details: { key: new Secret('hunter2') } });
    expect((await read(id)).details).toBe('{"key":"[secret]"}');
  });

  it('finds a person in whatever case the provider spells the name', async () => {
    const id = await world.append({ person: 'Łukasz.Ä@Contoso.example' });
    const { rows } = await world.reader.page(
      world.database,
      ACME,
      { person: 'łUKASZ.ä@CONTOSO.example' },
      null,
      5,
    );
    expect(rows.map((row) => row.id)).toEqual([id]);
  });
});
