import type { Advisory } from '../../src/attack/index.js';
import { aSigningKey } from '../support/saml/index.js';
import { idpMetadata, type IdpOptions } from '../support/product.js';

/** Metadata that an attacker, or an IdP's carelessness, hands to whoever imports it. */
export interface MetadataCase {
  readonly name: string;
  /** `accepted`: people may sign in by it, in production. */
  readonly expected: string;
  readonly advisories: readonly Advisory[];
  readonly xml: () => string;
}

function row(
  name: string,
  expected: string,
  change: (xml: string) => string,
  options: IdpOptions = {},
  ...advisories: readonly Advisory[]
): MetadataCase {
  const xml = (): string => {
    const original = idpMetadata(options).toString();
    const changed = change(original);
    return changed;
  };
  return { name, expected, advisories, xml };
}

const asItIs = (xml: string): string => xml;
const sso =
  (location: string) =>
  (xml: string): string =>
    xml.replace(/Location="[^"]*"/, () => `Location="${location}"`);

const UNSAFE_ADDRESSES: readonly [address: string, ...advisories: Advisory[]][] = [
  ['javascript:alert(document.domain)', 'GHSA-vpr3-cw3h-prw8', 'CVE-2026-87945'],
  ['JaVaScRiPt:alert(1)', 'GHSA-vpr3-cw3h-prw8'],
  ['data:text/html,x', 'GHSA-vpr3-cw3h-prw8'],
  ['vbscript:x', 'CVE-2018-6520'],
  ['//evil.example/sso', 'CVE-2019-13038'],
  ['///evil.example/sso', 'CVE-2019-13038'],
  ['https:///evil.example/sso', 'CVE-2019-13038'],
  ['https:/\\evil.example/sso', 'CVE-2019-13038'],
  ['https://user:password@idp.example/sso'],
  ['https://idp.example/&quot;&gt;&lt;script&gt;', 'CVE-2018-6520'],
  ['/sso'],
  ['https://idp.example/\u202esso'],
];

export const METADATA_CASES: readonly MetadataCase[] = [
  row('as an IdP publishes it', 'accepted', asItIs),
  row(
    'a key that does not say what it is for',
    'accepted',
    asItIs,
    { keyUse: null },
    'CVE-2026-16443',
  ),
  row('no key', 'metadata_no_signing_certificate', asItIs, { keys: [] }, 'CVE-2026-89042'),
  row(
    'a key for encryption alone',
    'metadata_no_signing_certificate',
    (xml) => xml.replace('use="signing"', 'use="encryption"'),
    {},
    'CVE-2026-89042',
    'CVE-2026-16443',
  ),
  row(
    'a certificate that is none',
    'metadata_certificate_broken',
    (xml) => xml.replace(/(?<=<X509Certificate>)[^<]*/, 'AAAA'),
    {},
    'CVE-2026-89042',
  ),
  row(
    'an empty certificate',
    'metadata_certificate_broken',
    (xml) => xml.replace(/(?<=<X509Certificate>)[^<]*/, ''),
    {},
    'CVE-2026-89042',
  ),
  row('a key of 1,024 bits', 'connection_no_usable_certificate', asItIs, {
    keys: [aSigningKey({ bits: 1024 })],
  }),
  ...UNSAFE_ADDRESSES.map(([address, ...advisories]) =>
    row(
      `the sign-in address ${address}`,
      'metadata_endpoint_unsafe',
      sso(address),
      {},
      ...advisories,
    ),
  ),
  row('a sign-in address without https', 'connection_not_https', sso('http://idp.example/sso')),
  row('a DOCTYPE', 'metadata_has_doctype', (xml) => `<!DOCTYPE x>${xml}`, {}, 'CVE-2024-52596'),
  row(
    'an external entity',
    'metadata_has_doctype',
    (xml) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml}`,
    {},
    'CVE-2024-52596',
  ),
  row(
    'the metadata of Entra as a whole',
    'connection_multi_tenant',
    asItIs,
    { entityId: 'https://sts.windows.net/{tenantid}/' },
    'CVE-2026-15640',
  ),
  row('two IdPs in one file', 'metadata_several_idps', (xml) => {
    const other = xml.replace(/entityID="[^"]*"/, 'entityID="https://evil.example/"');
    return `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${xml}${other}</EntitiesDescriptor>`;
  }),
];
