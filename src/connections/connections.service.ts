import { Injectable } from '@nestjs/common';
import type { Attribution } from '../audit/index.js';
import { Clock, type Queryable, type Transaction } from '../database/index.js';
import type { ConnectionSettings } from './connection-settings.js';
import type { Connection } from './connection.js';
import { type ActivationOutcome, ConnectionsActivate } from './connections.activate.js';
import {
  ConnectionsImport,
  type ImportOutcome,
  type MetadataImport,
} from './connections.import.js';
import { readActive, readAll } from './connections.read.js';
import { ConnectionsUpdate } from './connections.update.js';
import type { IdpMetadata } from './domain/metadata.js';
import { readMetadata } from './domain/read-metadata.js';
import { readOf } from './metadata-look.js';
import { type MetadataState, readState } from './metadata-state.js';

/** The one way to connections, for every edge. Each use case that writes stands in a file of its own. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly clock: Clock,
    private readonly importing: ConnectionsImport,
    private readonly activating: ConnectionsActivate,
    private readonly updating: ConnectionsUpdate,
  ) {}

  /** The connection that the tenant's people sign in by: one query, on the way of every sign-in. */
  findActive(q: Queryable, tenantId: string): Promise<Connection | null> {
    return readActive(q, tenantId);
  }

  /** The active one; before there is one, the newest draft. */
  async findForShow(q: Queryable, tenantId: string): Promise<Connection | null> {
    const all = (await readAll(q, tenantId)).toReversed();
    return (
      all.find((each) => each.state === 'active') ??
      all.find((each) => each.state === 'draft') ??
      all[0] ??
      null
    );
  }

  /** Oldest first. */
  list(q: Queryable, tenantId: string): Promise<Connection[]> {
    return readAll(q, tenantId);
  }

  /**
   * Before the transaction of importMetadata, so that a large file keeps no transaction open.
   * @param entityId which IdP, where the document describes several
   * @throws MetadataRefused (a UserError): one sentence that says what to do
   */
  readMetadata(bytes: Uint8Array, entityId?: string): IdpMetadata {
    return readMetadata(bytes, {
      nowMs: this.clock.nowMs(),
      ...(entityId === undefined ? {} : { entityId }),
    });
  }

  /**
   * The same for a document that came from an address. Where the connection that it would update trusts a key for its
   * metadata, only what that key signed is read.
   * @throws MetadataRefused
   */
  async readPublished(
    q: Queryable,
    tenantId: string,
    bytes: Buffer,
    entityId?: string,
  ): Promise<IdpMetadata> {
    const sent = this.readMetadata(bytes, entityId);
    const known = (await readAll(q, tenantId)).find((each) => each.idpEntityId === sent.entityId);
    const state = known ? await readState(q, tenantId, known.id) : null;
    return state?.trustAnchorDerBase64
      ? readOf(bytes, sent.entityId, state.trustAnchorDerBase64, this.clock.nowMs())
      : sent;
  }

  /** How its document is kept up to date; null where it was imported from a file. */
  findMetadataState(q: Queryable, connection: Connection): Promise<MetadataState | null> {
    return readState(q, connection.tenantId, connection.id);
  }

  importMetadata(tx: Transaction, wanted: MetadataImport, by: Attribution): Promise<ImportOutcome> {
    return this.importing.importMetadata(tx, wanted, by);
  }

  activate(
    tx: Transaction,
    tenantId: string,
    connectionId: string,
    by: Attribution,
  ): Promise<ActivationOutcome> {
    return this.activating.activate(tx, tenantId, connectionId, by);
  }

  update(
    tx: Transaction,
    tenantId: string,
    connectionId: string,
    settings: Partial<ConnectionSettings>,
    by: Attribution,
    seenMs?: number,
  ): Promise<Connection> {
    return this.updating.update(tx, tenantId, connectionId, settings, by, seenMs);
  }
}
