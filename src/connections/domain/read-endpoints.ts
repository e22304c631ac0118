import { childrenOf } from './metadata-elements.js';
import type { EndpointsByBinding } from './metadata.js';
import { MetadataRefused, type MetadataContext } from './metadata-problems.js';
import type { XmlTree } from './parse-xml-tree.js';

const SAML2_BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:';
const MAX_ENDPOINTS = 100;
const MAX_URL_LENGTH = 2048;
const UNSAFE_CHARACTER = /[\s\p{Cc}\p{Cf}"<>\\^`{|}#]/u;

/** The bindings by which we can send a browser; others (SOAP, SAML 1) are shown and left alone. */
export const BROWSER_BINDINGS = ['HTTP-Redirect', 'HTTP-POST'] as const;

type Service = 'SingleSignOnService' | 'SingleLogoutService';

/**
 * Addresses of one service over all roles, grouped by binding. Every address must be absolute http or https, whatever
 * its binding: one `javascript:` address (GHSA-vpr3-cw3h-prw8) says enough about the whole file.
 */
export function readEndpoints(
  roles: readonly XmlTree[],
  service: Service,
  context: MetadataContext,
): EndpointsByBinding {
  const elements = roles.flatMap((role) => childrenOf(role, service));
  if (elements.length > MAX_ENDPOINTS) {
    throw new MetadataRefused('metadata_too_many_endpoints', String(MAX_ENDPOINTS), context);
  }
  const byBinding = new Map<string, string[]>();
  for (const element of elements) {
    const binding = shortBinding(element.attributes.get('Binding') ?? '');
    const url = readUrl(element.attributes.get('Location') ?? '');
    if (url === null) {
      throw new MetadataRefused('metadata_endpoint_unsafe', nameOf(service), context);
    }
    const urls = byBinding.get(binding) ?? [];
    if (!urls.includes(url)) byBinding.set(binding, [...urls, url]);
  }
  return Object.fromEntries(byBinding);
}

/** SAML metadata 2.2.2: an address of its own for answers, of the first endpoint of each binding; judged like the others. */
export function readResponseUrls(
  roles: readonly XmlTree[],
  service: Service,
  context: MetadataContext,
): Readonly<Record<string, string>> {
  const byBinding = new Map<string, string | null>();
  for (const element of roles.flatMap((role) => childrenOf(role, service))) {
    const location = element.attributes.get('ResponseLocation');
    const url = location === undefined ? null : readUrl(location);
    if (location !== undefined && url === null) {
      throw new MetadataRefused('metadata_endpoint_unsafe', nameOf(service), context);
    }
    const binding = shortBinding(element.attributes.get('Binding') ?? '');
    if (!byBinding.has(binding)) byBinding.set(binding, url);
  }
  return Object.fromEntries(
    [...byBinding].filter((pair): pair is [string, string] => pair[1] !== null),
  );
}

export function hasBrowserBinding(endpoints: EndpointsByBinding): boolean {
  return BROWSER_BINDINGS.some((binding) => Object.hasOwn(endpoints, binding));
}

function shortBinding(binding: string): string {
  const trimmed = binding.trim();
  return trimmed.startsWith(SAML2_BINDING) ? trimmed.slice(SAML2_BINDING.length) : trimmed;
}

/**
 * The address as written, or null. URL parsers drop tabs, take backslashes for slashes and hide user names; an
 * address that needs any of that is refused, so that what people are shown is where the browser goes. A fragment is
 * refused because the Redirect binding appends its query. Non-ASCII hosts and paths are stored encoded, as headers
 * carry ASCII only.
 */
function readUrl(location: string): string | null {
  const text = location.trim();
  if (text.length > MAX_URL_LENGTH || UNSAFE_CHARACTER.test(text)) return null;
  if (!/^https?:\/\/[^/?:@]/i.test(text)) return null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  return /^[\x21-\x7e]+$/.test(text) ? text : url.href;
}

function nameOf(service: Service): string {
  return service === 'SingleSignOnService' ? 'sign-in address' : 'sign-out address';
}
