import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogoutMessages } from '../../src/auth/logout/logout-messages.js';
import type { LogoutRequest } from '../../src/auth/logout/domain/logout-message.js';
import { ConnectionsService, readConnectionSettings } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { SpKeys } from '../../src/sp-keys/index.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  createLiveTenant,
  type LiveTenant,
  type Product,
  startProduct,
} from '../support/product.js';
import { theIdpKey } from '../support/saml/index.js';
import { startSignIn } from '../support/sign-in.js';
import { schemaErrors } from '../support/validate-with-xmllint.js';

const SLO = { redirect: 'https://idp.example/slo?a=1&b=2', post: 'https://idp.example/slo?x=<&">' };
const NAME_IDS = [
  {
    value: 'a&b <c>"d" ü',
    format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    nameQualifier: 'https://idp.example/"q"',
    spNameQualifier: 'https://acme.imagencloud.com/sp-entityid',
  },
  { value: 'b.simon@acme.example', format: null, nameQualifier: null, spNameQualifier: null },
];
const LOGOUT_CASES = (['redirect', 'post'] as const).flatMap((binding) =>
  ['signed', 'unsigned'].map((tenant) => ({ binding, tenant })),
);

/** Whatever a connection can have an AuthnRequest say. */
const ALL: readonly string[] = [
  ...['name_id_format=persistent', 'force_authn=on', 'sign_requests=on'],
  'authn_context=urn:oasis:names:tc:SAML:2.0:ac:classes:Password https://refeds.org/profile/mfa',
];

const [sqlite] = databases;
let product: Product;
let tenants: Record<string, LiveTenant>;

beforeAll(async () => {
  if (!sqlite) throw new Error('no database');
  product = await startProduct(sqlite);
  tenants = {
    signed: await createLiveTenant(product, 'signed'),
    posting: await createLiveTenant(product, 'posting', { binding: 'post' }),
    unsigned: await createLiveTenant(product, 'unsigned', { binding: 'post' }),
  };
  const pair = { ...theIdpKey(), notAfterMs: Date.UTC(2040, 0, 1) };
  await product.get(Transactions).run(async (tx) => {
    for (const name of ['signed', 'posting'])
      await product
        .get(SpKeys)
        .add(tx, tenantOf(name).tenant.id, 'signing', pair, 'current', BY_TEST);
  });
});
afterAll(() => product.close());

function tenantOf(name: string): LiveTenant {
  const live = tenants[name];
  if (!live) throw new Error(`no tenant ${name}`);
  return live;
}

/** The connection, with the one address. */
function connectionTo(live: LiveTenant, binding: 'redirect' | 'post') {
  return {
    ...live.connection,
    sloRedirectUrl: binding === 'redirect' ? SLO.redirect : null,
    sloPostUrl: binding === 'post' ? SLO.post : null,
  };
}

type Message = NonNullable<Awaited<ReturnType<LogoutMessages['response']>>>;

function xmlOf(message: Message | undefined, name: 'SAMLRequest' | 'SAMLResponse'): string {
  if (message?.binding === 'post')
    return Buffer.from(message.fields[name] ?? '', 'base64').toString();
  const encoded = new URL(message?.url ?? '').searchParams.get(name) ?? '';
  return inflateRawSync(Buffer.from(encoded, 'base64')).toString();
}

function set(name: string, settings: readonly string[]): Promise<unknown> {
  const { tenant, connection } = tenantOf(name);
  const changes = readConnectionSettings([...settings]);
  return product
    .get(Transactions)
    .run((tx) =>
      product.get(ConnectionsService).update(tx, tenant.id, connection.id, changes, BY_TEST),
    );
}

async function authnRequest(subdomain: string, query: string): Promise<string> {
  const { authnRequest: redirected, answer } = await startSignIn(product.client(subdomain), query);
  const posted = /name="SAMLRequest" value="([^"]+)"/.exec(answer.text)?.[1] ?? '';
  return redirected || Buffer.from(posted, 'base64').toString();
}

describe('what we send, as xmllint judges it by the OASIS schemas,', () => {
  it.each([
    { how: 'by redirect', subdomain: 'signed', query: '', settings: [] },
    { how: 'by POST', subdomain: 'posting', query: '', settings: [] },
    { how: 'by redirect with ForceAuthn', subdomain: 'signed', query: '?maxAge=0', settings: [] },
    { how: 'by POST with ForceAuthn', subdomain: 'posting', query: '?maxAge=0', settings: [] },
    { how: 'by redirect, all asked', subdomain: 'signed', query: '?maxAge=0', settings: ALL },
    { how: 'by POST, all asked and signed', subdomain: 'posting', query: '', settings: ALL },
  ])('is a valid AuthnRequest $how', async ({ subdomain, query, settings }) => {
    await set(subdomain, settings);
    const xml = await authnRequest(subdomain, query);
    expect(xml).toMatch(/^<samlp:AuthnRequest /);
    expect(xml.includes('<ds:Signature')).toBe(subdomain === 'posting' && settings === ALL);
    expect(xml.includes(' ForceAuthn="true"')).toBe(query !== '' || settings === ALL);
    for (const element of ['NameIDPolicy', 'RequestedAuthnContext'])
      expect(xml.includes(element)).toBe(settings === ALL);
    expect(await schemaErrors(xml)).toEqual([]);
    expect(await schemaErrors(xml.replace(' Version="2.0"', ''))).not.toEqual([]);
  });

  it.each(LOGOUT_CASES)('is a valid LogoutRequest, $tenant, by $binding', async (row) => {
    const live = tenantOf(row.tenant);
    const connection = connectionTo(live, row.binding);
    for (const nameId of NAME_IDS)
      for (const sessionIndex of ['<1> & "2"', null]) {
        const subject = { connectionId: connection.id, nameId, sessionIndex };
        const messages = product.get(LogoutMessages);
        const sent = await messages.request(live.tenant, connection, subject);
        const xml = xmlOf(sent?.message, 'SAMLRequest');
        expect(xml).toMatch(/^<samlp:LogoutRequest /);
        expect(xml.includes('<ds:Signature')).toBe(isSignedInside(row));
        expect(await schemaErrors(xml)).toEqual([]);
        expect(await schemaErrors(xml.replaceAll('saml:NameID', 'saml:Name'))).not.toEqual([]);
      }
  });

  it.each(LOGOUT_CASES)('is a valid LogoutResponse, $tenant, by $binding', async (row) => {
    const live = tenantOf(row.tenant);
    const connection = connectionTo(live, row.binding);
    const request = { id: '_a1' } as LogoutRequest; // all that is read of it
    const sent = await product
      .get(LogoutMessages)
      .response(live.tenant, connection, request, 'state');
    const xml = xmlOf(sent ?? undefined, 'SAMLResponse');
    expect(xml).toMatch(/^<samlp:LogoutResponse /);
    expect(xml.includes('<ds:Signature')).toBe(isSignedInside(row));
    expect(await schemaErrors(xml)).toEqual([]);
    expect(await schemaErrors(xml.replace(/<samlp:Status>.*Status>/, ''))).not.toEqual([]);
  });
});

/** By redirect the signature stands in the query. */
function isSignedInside(row: { readonly tenant: string; readonly binding: string }): boolean {
  return row.tenant === 'signed' && row.binding === 'post';
}
