import { deflateRawSync } from 'node:zlib';
import { startLookAlike, type RunningLookAlike } from '../../dev/idp/server.ts';

/** A browser without a window: follows no redirect, keeps one cookie, reads forms. */
export class Visitor {
  readonly #origin: string;
  #cookie = '';

  constructor(lookAlike: RunningLookAlike) {
    this.#origin = lookAlike.origin;
  }

  async get(pathOrUrl: string): Promise<Visited> {
    return this.#fetch(pathOrUrl, {});
  }

  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Visited> {
    return this.#fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async #fetch(pathOrUrl: string, init: RequestInit): Promise<Visited> {
    const response = await fetch(new URL(pathOrUrl, this.#origin), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string> | undefined), cookie: this.#cookie },
    });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    const html = await response.text();
    return {
      status: response.status,
      location: response.headers.get('location'),
      html,
      title: /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '',
      code: /AADSTS\d+/.exec(html)?.[0] ?? null,
      fields: readFields(html),
      action: unescapeHtml(/<form[^>]*\saction="([^"]*)"/.exec(html)?.[1] ?? ''),
    };
  }
}

export interface Visited {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
  readonly title: string;
  readonly code: string | null;
  /** Hidden fields. */
  readonly fields: Readonly<Record<string, string>>;
  readonly action: string;
}

function readFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries(
    [...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)]),
  );
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export const SP = {
  name: 'Imagen',
  appId: '0a0a0a0a-0000-4000-8000-000000000001',
  identifier: 'http://acme.localhost:3000/sp-entityid',
  acsUrl: 'http://acme.localhost:3000/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
  signOnUrl: 'http://acme.localhost:3000/site/login',
} as const;

type Options = Partial<Parameters<typeof startLookAlike>[0]>;

export function startForTest(options: Options = {}): Promise<RunningLookAlike> {
  const { acsUrl, ...app } = SP;
  return startLookAlike({
    port: 0,
    dataDir: null,
    apps: [{ ...app, replyUrls: [acsUrl] }],
    ...options,
  });
}

/** Attributes of the AuthnRequest and its children; what is given replaces the usual. */
export function authnRequest(
  attributes: Readonly<Record<string, string | null>> = {},
  children = '',
  issuer: string = SP.identifier,
): string {
  const all: Readonly<Record<string, string | null>> = {
    ID: '_5d0c7f0a',
    Version: '2.0',
    IssueInstant: '2026-03-02T09:14:07.120Z',
    ...attributes,
  };
  const written = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}="${value}"`],
  );
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ${written.join(' ')}>` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</saml:Issuer>` +
    `${children}</samlp:AuthnRequest>`
  );
}

export function redirectPath(
  lookAlike: RunningLookAlike,
  xml: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const SAMLRequest = deflateRawSync(Buffer.from(xml)).toString('base64');
  const query = new URLSearchParams({ SAMLRequest, ...more });
  return `/${lookAlike.tenantId}/saml2?${query.toString()}`;
}

export function decodeResponse(visited: Visited): string {
  return Buffer.from(visited.fields['SAMLResponse'] ?? '', 'base64').toString('utf8');
}

/** The text of every AttributeValue of the attribute, or null where the attribute is absent. */
export function attributeValues(xml: string, name: string): string[] | null {
  const parts = xml.split(`<Attribute Name="${name}">`);
  if (parts.length !== 2) return null;
  const inner = parts[1]?.split('</Attribute>')[0] ?? '';
  return [...inner.matchAll(/<AttributeValue>([^<]*)<\/AttributeValue>/g)].map(
    ([, value = '']) => value,
  );
}
