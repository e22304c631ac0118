import { createHash } from 'node:crypto';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { ConnectionsService } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { ProblemError, Public, tenantOf } from '../../http/index.js';
import { type SpKey, SpKeys } from '../../sp-keys/index.js';
import { ENTITY_ID_PATH, METADATA_PATH, ServiceProviders } from './service-provider.js';
import { publishedUntilMs, signedSpMetadataXml, spMetadataXml } from './sp-metadata.js';

const MAX_KEPT = 500; // tenants

/**
 * Our metadata, at the entity ID itself (SAML metadata 4.1.1: the well-known location) and where SimpleSAMLphp had it; with
 * `?signed=true` it is signed.
 */
@Controller()
export class MetadataController {
  /** Signed documents by tenant: one costs as much as many sign-ins' checks, and anybody may ask for it. */
  readonly #signed = new LRUCache<string, { readonly etag: string; readonly xml: string }>({
    max: MAX_KEPT,
  });

  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly spKeys: SpKeys,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get([ENTITY_ID_PATH, METADATA_PATH])
  @Public('metadata is for everybody: entity ID, addresses, no secret')
  async metadata(
    @Req() req: Request,
    @Res() res: Response,
    @Query('signed') signed: unknown,
  ): Promise<void> {
    const { id, subdomain, name } = tenantOf(req);
    const serviceProvider = this.serviceProviders.of(subdomain);
    const connection = await this.connections.findForShow(this.database, id);
    const xml = spMetadataXml({
      serviceProvider,
      tenantName: name,
      keys: await this.spKeys.list(this.database, id),
      signsRequests: connection?.signRequests === 'on',
      validUntilMs: publishedUntilMs(this.clock.nowMs()),
    });
    const key = signed === 'true' ? await this.signingKey(id) : null;
    // RSA PKCS #1 v1.5 has no chance in it: the same text and key make the same bytes, on every instance.
    const etag = etagOf(xml, key?.sha256Hex ?? '');
    res.set({ ETag: etag, 'Cache-Control': 'public, max-age=3600' });
    if (req.fresh) {
      res.status(304).end();
      return;
    }
    const body = key
      ? this.signedOnce(id, etag, () => signedSpMetadataXml(xml, serviceProvider.entityId, key))
      : xml;
    res.set('Content-Type', 'application/samlmetadata+xml; charset=utf-8').send(body);
  }

  private async signingKey(tenantId: string): Promise<SpKey> {
    const key = await this.spKeys.signingKey(this.database, tenantId);
    if (!key)
      throw new ProblemError(
        404,
        'sp_key_missing',
        'There is no key to sign the metadata with yet.',
      );
    return key;
  }

  private signedOnce(tenantId: string, etag: string, sign: () => string): string {
    const kept = this.#signed.get(tenantId);
    if (kept?.etag === etag) return kept.xml;
    const xml = sign();
    this.#signed.set(tenantId, { etag, xml });
    return xml;
  }
}

function etagOf(...parts: readonly string[]): string {
  return `"${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22)}"`;
}
