import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ServiceProviders } from '../../auth/index.js';
import {
  anchorFingerprintOf,
  type Connection,
  ConnectionsService,
  judgeStaleness,
} from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { RequireRole } from '../../http/index.js';
import { AdminConnectionPage, type MetadataView, paths, sendPage } from '../../pages/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { MappingRulesService } from '../../users/index.js';
import { AdminPages } from '../admin-pages.js';

/** A tenant's trust in its IdP, for its administrators. */
@Controller()
@RequireRole('administrator')
export class AdminConnectionController {
  constructor(
    private readonly pages: AdminPages,
    private readonly database: Database,
    private readonly connections: ConnectionsService,
    private readonly rules: MappingRulesService,
    private readonly serviceProviders: ServiceProviders,
    private readonly clock: Clock,
  ) {}

  @Get(paths.connection)
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const tenant = liveTenantOf(req);
    const connection = await this.connections.findForShow(this.database, tenant.id);
    sendPage(
      res,
      <AdminConnectionPage
        context={this.pages.contextOf(req)}
        connection={connection}
        certificates={connection?.certificates ?? []}
        metadata={connection && (await this.metadataOf(connection))}
        mappingRules={await this.rules.list(this.database, tenant.id)}
        tenant={tenant}
        ours={this.serviceProviders.of(tenant.subdomain)}
        nowMs={this.clock.nowMs()}
      />,
    );
  }

  private async metadataOf(connection: Connection): Promise<MetadataView | null> {
    const state = await this.connections.findMetadataState(this.database, connection);
    return (
      state && {
        ...state,
        staleDays: judgeStaleness(state.lastGoodAtMs, this.clock.nowMs()),
        signedBy: anchorFingerprintOf(state),
      }
    );
  }
}
