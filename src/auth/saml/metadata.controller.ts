import { createHash } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ConnectionsService } from '../../connections/index.js';
import { Database } from '../../database/index.js';
import { Public, tenantOf } from '../../http/index.js';
import { SpKeys } from '../../sp-keys/index.js';
import { ENTITY_ID_PATH, METADATA_PATH, ServiceProviders } from './service-provider.js';
import { spMetadataXml } from './sp-metadata.js';

/** Our metadata, at the entity ID itself (SAML metadata 4.1.1: the well-known location) and where SimpleSAMLphp had it. */
@Controller()
export class MetadataController {
  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly spKeys: SpKeys,
    private readonly connections: ConnectionsService,
    private readonly database: Database,
  ) {}

  @Get([ENTITY_ID_PATH, METADATA_PATH])
  @Public('metadata is for everybody: entity ID, addresses, no secret')
  async metadata(@Req() req: Request, @Res() res: Response): Promise<void> {
    const { id, subdomain } = tenantOf(req);
    const keys = await this.spKeys.list(this.database, id);
    const connection = await this.connections.findForShow(this.database, id);
    const signsRequests = connection?.signRequests === 'on';
    const xml = spMetadataXml(this.serviceProviders.of(subdomain), keys, signsRequests);
    const etag = `"${createHash('sha256').update(xml).digest('base64url').slice(0, 22)}"`;
    res.set({ ETag: etag, 'Cache-Control': 'public, max-age=3600' });
    if (req.get('if-none-match') === etag) {
      res.status(304).end();
      return;
    }
    res.set('Content-Type', 'application/samlmetadata+xml; charset=utf-8').send(xml);
  }
}
