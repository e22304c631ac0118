import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { AppConfig } from '../config/index.js';
import { type Connection, ConnectionsService } from '../connections/index.js';
import { Database } from '../database/index.js';
import { HomePage, type HomePageProps, paths, sendPage } from '../pages/index.js';
import { type Tenant, TenantsService } from '../tenants/index.js';

type Group = HomePageProps['groups'][number];

/** The page of links on the bare host of a development machine. Production has none. */
@Injectable()
export class DevelopmentHome {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly tenants: TenantsService,
    private readonly connections: ConnectionsService,
  ) {}

  get isServed(): boolean {
    return this.config.environment !== 'production';
  }

  async send(res: Response): Promise<void> {
    const live = (await this.tenants.list(this.database)).filter((tenant) => tenant.isLive);
    const groups = await Promise.all(live.map((tenant) => this.linksOf(tenant)));
    const [first] = live;
    const start = first
      ? {
          href: this.at(first, paths.signIn),
          label: `Sign in to ${first.name}`,
          note: 'With the identity provider of this tenant.',
        }
      : {
          href: '/healthz',
          label: 'Health',
          note: 'There is no live tenant yet: see imagen-sso tenant create.',
        };
    sendPage(res, <HomePage start={start} groups={groups} />);
  }

  private async linksOf(tenant: Tenant): Promise<Group> {
    const connection = await this.connections.findActive(this.database, tenant.id);
    return {
      title: tenant.name,
      links: [
        {
          href: this.at(tenant, paths.landing),
          label: 'Landing page',
          note: 'Who is signed in, with which roles.',
        },
        {
          href: this.at(tenant, paths.audit),
          label: 'Audit log',
          note: 'Every sign-in attempt; for administrators.',
        },
        {
          href: this.at(tenant, paths.users),
          label: 'People',
          note: 'Accounts, groups, roles; for administrators.',
        },
        {
          href: this.at(tenant, paths.connection),
          label: 'Connection',
          note: 'What we hold of the identity provider.',
        },
        {
          href: this.at(tenant, paths.apiDocs),
          label: 'API reference',
          note: 'REST for other services.',
        },
        {
          href: this.at(tenant, '/sp-entityid'),
          label: 'Our metadata',
          note: 'What the identity provider imports.',
        },
        ...identityProviderLinks(connection),
      ],
    };
  }

  private at(tenant: Tenant, path: string): string {
    return this.config.publicUrl.originOf(tenant.subdomain) + path;
  }
}

/** An IdP on this very machine has a page of its own worth a visit. */
function identityProviderLinks(connection: Connection | null): Group['links'] {
  const url = URL.parse(connection?.ssoRedirectUrl ?? connection?.ssoPostUrl ?? '');
  if (!url || !/^(.+\.)?localhost$|^127\./.test(url.hostname)) return [];
  return [{ href: `${url.origin}/`, label: 'Identity provider', note: 'The one on this machine.' }];
}
