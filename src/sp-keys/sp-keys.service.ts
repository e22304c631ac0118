import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Attribution, AuditService, type AuditType } from '../audit/index.js';
import { Clock, type Queryable, type Transaction, uuidv7 } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { SecretBox, sha256Hex } from '../secrets/index.js';
import type { KeyPair } from './sp-key-maker.js';
import type { SpKey, SpKeyRecord, SpKeySeals, SpKeySet, SpKeyState, SpKeyUse } from './sp-key.js';

interface Row {
  readonly id: string;
  readonly tenantId: string;
  readonly useFor: SpKeyUse;
  readonly state: SpKeyState;
  readonly certificateBase64: string;
  readonly sealedPrivateKey: string;
  readonly createdAtMs: number | string;
  readonly notAfterMs: number | string;
}

const SELECT = `SELECT id AS id, tenant_id AS tenantId, use_for AS useFor, state AS state,
    certificate_base64 AS certificateBase64, sealed_private_key AS sealedPrivateKey,
    created_at_ms AS createdAtMs, not_after_ms AS notAfterMs FROM sp_keys`;
const PURPOSE = 'sp-key';
const ORDER: readonly SpKeyState[] = ['current', 'previous', 'next'];
const MAX_KEPT = 500; // tenants

/** Keeps, opens and rolls over our keys. */
@Injectable()
export class SpKeys {
  /** By tenant: private keys as they were opened, by what they were sealed as. */
  readonly #opened = new LRUCache<string, ReadonlyMap<string, KeyObject>>({ max: MAX_KEPT });

  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly box: SecretBox,
  ) {}

  /**
   * Which keys there are is read each time: an IdP may encrypt to a key as soon as metadata shows it, whichever instance
   * then gets the message. Opened keys stay in memory.
   * @throws Error where a key was sealed by a SECRET_KEY that is no longer configured
   */
  async of(q: Queryable, tenantId: string): Promise<SpKeySet> {
    const rows = await this.rows(q, tenantId);
    const known = this.#opened.get(tenantId);
    const keys = rows.map((row): SpKey => ({
      ...recordOf(row),
      privateKey: known?.get(row.sealedPrivateKey) ?? this.opened(row),
    }));
    this.#opened.set(
      tenantId,
      new Map(keys.map(({ privateKey }, at) => [rows[at]?.sealedPrivateKey ?? '', privateKey])),
    );
    return {
      signing: keys.filter(({ use }) => use === 'signing'),
      encryption: keys.filter(({ use }) => use === 'encryption'),
    };
  }

  /**
   * The key that our messages are signed with. Null for a tenant from before there were keys, until `keys create`.
   * @throws Error where it was sealed by a SECRET_KEY that is no longer configured
   */
  async signingKey(q: Queryable, tenantId: string): Promise<SpKey | null> {
    const { signing } = await this.of(q, tenantId);
    return signing.find(({ state }) => state === 'current') ?? null;
  }

  /** Without private keys, so also where they cannot be opened. Signing first; current, previous, next. */
  async list(q: Queryable, tenantId: string): Promise<SpKeyRecord[]> {
    const records = (await this.rows(q, tenantId)).map(recordOf);
    return [
      ...records.filter(({ use }) => use === 'signing'),
      ...records.filter(({ use }) => use === 'encryption'),
    ];
  }

  /** @throws UserError where there is a key of that use and state already */
  async add(
    tx: Transaction,
    tenantId: string,
    use: SpKeyUse,
    pair: KeyPair,
    state: 'next' | 'current',
    by: Attribution,
  ): Promise<SpKeyRecord> {
    const nowMs = this.clock.nowMs();
    const id = uuidv7(nowMs);
    const isNew = await tx.insertUnlessDuplicate(
      `INSERT INTO sp_keys (id, tenant_id, use_for, state, slot, certificate_base64, sealed_private_key, created_at_ms,
        activated_at_ms, not_after_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[id, tenantId, use, state, state, pair.certificateBase64],
        ...[this.sealed(tenantId, id, pair.privateKey), nowMs],
        ...[state === 'current' ? nowMs : null, pair.notAfterMs],
      ],
    );
    if (!isNew)
      throw new UserError('sp_key_exists', `There is a ${state} key for ${use} already.`, 409);
    const key: SpKeyRecord = {
      ...{ id, use, state, certificateBase64: pair.certificateBase64, createdAtMs: nowMs },
      ...{ sha256Hex: fingerprint(pair.certificateBase64), notAfterMs: pair.notAfterMs },
    };
    await this.record(tx, 'sp_key.added', tenantId, key, by);
    return key;
  }

  /** The next key becomes current, the current one previous: it still opens what is on its way. */
  async activate(
    tx: Transaction,
    tenantId: string,
    use: SpKeyUse,
    by: Attribution,
  ): Promise<SpKeyRecord> {
    const { next, current, previous } = await this.locked(tx, tenantId, use);
    if (!next)
      throw new UserError('sp_key_missing', `There is no next key for ${use}: prepare one first.`);
    if (previous)
      throw new UserError('sp_key_previous', `Retire the previous key for ${use} first.`, 409);
    const move = 'UPDATE sp_keys SET state = ?, slot = ?, activated_at_ms = ? WHERE id = ?';
    if (current)
      await tx.execute('UPDATE sp_keys SET state = ?, slot = NULL WHERE id = ?', [
        'previous',
        current.id,
      ]);
    await tx.execute(move, ['current', 'current', this.clock.nowMs(), next.id]);
    const key: SpKeyRecord = { ...next, state: 'current' };
    await this.record(tx, 'sp_key.activated', tenantId, key, by);
    return key;
  }

  /** Ends the previous key and destroys its private half. */
  async retire(
    tx: Transaction,
    tenantId: string,
    use: SpKeyUse,
    by: Attribution,
  ): Promise<SpKeyRecord> {
    const { previous } = await this.locked(tx, tenantId, use);
    if (!previous)
      throw new UserError('sp_key_missing', `There is no previous key for ${use} to retire.`);
    await tx.execute(
      `UPDATE sp_keys SET state = 'retired', retired_at_ms = ?, sealed_private_key = '' WHERE id = ?`,
      [this.clock.nowMs(), previous.id],
    );
    await this.record(tx, 'sp_key.retired', tenantId, previous, by);
    return previous;
  }

  /** Seals every private key under the first SECRET_KEY. @returns how many there are */
  async reseal(tx: Transaction): Promise<number> {
    const rows = await tx.query<Row>(`${SELECT} WHERE state <> 'retired'${tx.forUpdate}`);
    for (const row of rows) {
      await tx.execute('UPDATE sp_keys SET sealed_private_key = ? WHERE id = ?', [
        this.sealed(row.tenantId, row.id, this.opened(row)),
        row.id,
      ]);
    }
    return rows.length;
  }

  /** Opens none, so also where they cannot be opened. */
  async seals(q: Queryable): Promise<SpKeySeals> {
    const rows = await q.query<Pick<Row, 'sealedPrivateKey'>>(
      `SELECT sealed_private_key AS sealedPrivateKey FROM sp_keys WHERE state <> 'retired'`,
    );
    const seals = { first: 0, older: 0, unknown: 0 };
    for (const { sealedPrivateKey } of rows) seals[this.box.sealedBy(sealedPrivateKey)] += 1;
    return seals;
  }

  private async rows(q: Queryable, tenantId: string): Promise<Row[]> {
    const rows = await q.query<Row>(`${SELECT} WHERE tenant_id = ? AND state <> 'retired'`, [
      tenantId,
    ]);
    return rows.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  }

  private async locked(
    tx: Transaction,
    tenantId: string,
    use: SpKeyUse,
  ): Promise<Partial<Record<SpKeyState, SpKeyRecord>>> {
    const rows = await tx.query<Row>(
      `${SELECT} WHERE tenant_id = ? AND use_for = ? AND state <> 'retired'${tx.forUpdate}`,
      [tenantId, use],
    );
    return Object.fromEntries(rows.map((row) => [row.state, recordOf(row)]));
  }

  private sealed(tenantId: string, keyId: string, privateKey: KeyObject): string {
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    return this.box.seal(PURPOSE, `${tenantId}/${keyId}`, der);
  }

  private opened(row: Row): KeyObject {
    const der = this.box.open(PURPOSE, `${row.tenantId}/${row.id}`, row.sealedPrivateKey);
    if (!der)
      throw new UserError(
        'sp_key_sealed',
        `The key ${row.id} does not open: the SECRET_KEY that sealed it is not configured.`,
        500,
      );
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }

  private async record(
    tx: Transaction,
    type: AuditType,
    tenantId: string,
    key: SpKeyRecord,
    by: Attribution,
  ): Promise<void> {
    await this.audit.append(tx, {
      ...{ tenantId, type, outcome: 'done', ...by },
      target: { kind: 'sp_key', id: key.id, label: key.use },
      details: { sha256: key.sha256Hex, state: type === 'sp_key.retired' ? 'retired' : key.state },
    });
  }
}

function recordOf(row: Row): SpKeyRecord {
  return {
    id: row.id,
    use: row.useFor,
    state: row.state,
    certificateBase64: row.certificateBase64,
    sha256Hex: fingerprint(row.certificateBase64),
    createdAtMs: Number(row.createdAtMs),
    notAfterMs: Number(row.notAfterMs),
  };
}

function fingerprint(certificateBase64: string): string {
  return sha256Hex(Buffer.from(certificateBase64, 'base64'));
}
