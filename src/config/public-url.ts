const SUBDOMAIN = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A tenant's subdomain: one DNS label, lower case. */
export const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);

/**
 * The one source of our own absolute URLs: a template such as `https://{tenant}.imagencloud.com`. A request's Host only
 * selects a tenant, by exact match against it; it never enters a URL.
 */
export class PublicUrl {
  readonly template: string;
  /** The origin without the tenant's label: `http://localhost:3000`. In development it serves a page of links. */
  readonly bareOrigin: string;
  readonly isHttps: boolean;
  readonly #hostPattern: RegExp;

  /** @throws Error where the template is not an origin with `{tenant}` as its first label */
  constructor(template: string) {
    const sample = URL.parse(template.replace('{tenant}', 'tenant'));
    if (
      !/^https?:\/\/\{tenant\}\.[^/{}]+\/?$/.test(template) ||
      !sample ||
      sample.pathname !== '/' ||
      sample.username !== ''
    ) {
      throw new Error('must be an origin such as https://{tenant}.imagencloud.com');
    }
    this.template = template.replace(/\/$/, '');
    this.isHttps = sample.protocol === 'https:';
    const bareHost = sample.host.replace(/^tenant\./, '');
    this.bareOrigin = `${sample.protocol}//${bareHost}`;
    this.#hostPattern = new RegExp(`^(${SUBDOMAIN})\\.${bareHost.replaceAll('.', '\\.')}$`);
  }

  originOf(subdomain: string): string {
    return new URL(this.template.replace('{tenant}', subdomain)).origin;
  }

  /** The subdomain that a Host header names, or null where it is not exactly one of ours. */
  subdomainOf(hostHeader: string | undefined): string | null {
    return this.#hostPattern.exec((hostHeader ?? '').toLowerCase())?.[1] ?? null;
  }

  isBareHost(hostHeader: string | undefined): boolean {
    return (hostHeader ?? '').toLowerCase() === new URL(this.bareOrigin).host;
  }
}
