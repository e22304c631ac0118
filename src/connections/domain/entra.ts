import type { IdpMetadata, MetadataWarning } from './metadata.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHARED_DIRECTORIES: readonly string[] = ['common', 'organizations', 'consumers'];

/**
 * The Entra tenant, by the document's shape and not by its hosts, which differ by cloud (global, US Government, China):
 * the entity ID is `https://<issuer host>/<tenant id>/...` and a sign-in address is `https://<login host>/<same id>/saml2`.
 */
export function readEntraTenantId(
  entityId: string,
  endpoints: IdpMetadata['endpoints'],
): string | null {
  const [tenantId] = pathOf(entityId);
  if (tenantId === undefined || !GUID.test(tenantId)) return null;
  const signsInThere = Object.values(endpoints.sso)
    .flat()
    .map(pathOf)
    .some(([directory, service]) => directory === tenantId && service === 'saml2');
  return signsInThere ? tenantId : null;
}

/** Entra's metadata of no tenant in particular: a placeholder in the entity ID, or the `common` directory. */
export function isMultiTenant(entityId: string, urls: readonly string[]): boolean {
  const isPlaceholder = /\{[^}]*\}/.test(entityId);
  return (
    isPlaceholder ||
    urls
      .map(pathOf)
      .some(
        ([directory = '', service]) =>
          SHARED_DIRECTORIES.includes(directory) && service === 'saml2',
      )
  );
}

/**
 * Entra's metadata address carries the application's own certificates only with `?appid=`; without it the shared keys
 * of the tenant, with which no assertion for us is ever signed.
 */
export function findMetadataUrlWarning(metadataUrl: string): MetadataWarning | null {
  if (!URL.canParse(metadataUrl)) return null;
  const path = pathOf(metadataUrl);
  const isEntra =
    path.length === 4 &&
    path.slice(1).join('/') === 'federationmetadata/2007-06/federationmetadata.xml';
  const names = [...new URL(metadataUrl).searchParams.keys()].map((name) => name.toLowerCase());
  if (!isEntra || names.includes('appid')) return null;
  const message = 'metadata URL without appid: it lists keys of the whole directory';
  return { code: 'metadata_url_without_appid', message };
}

function pathOf(url: string): readonly string[] {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return [];
  return new URL(url).pathname.toLowerCase().split('/').filter(Boolean);
}
