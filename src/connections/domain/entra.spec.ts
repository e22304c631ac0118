import { describe, expect, it } from '@jest/globals';
import { findMetadataUrlWarning, readEntraTenantId } from './entra.js';

const base = 'https://login.microsoftonline.com/contoso.example';

describe('the Entra tenant', () => {
  const id = '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f';
  const other = '00000000-1111-4a4a-8b8b-0a1b2c3d4e5f';
  it.each([
    [`https://sts.windows.net/${id}/`, `https://login.example/${id}/saml2`, id],
    [`https://sts.windows.net/${id.toUpperCase()}/`, `https://login.example/${id}/saml2`, id],
    [`https://sts.windows.net/${id}/an-application`, `https://login.example/${id}/saml2`, id],
    [`https://sts.windows.net/${id}/`, `https://login.example/${other}/saml2`, null],
    [`https://idp.example/${id}`, `https://idp.example/${id}/sso`, null],
    [`urn:${id}`, `https://login.example/${id}/saml2`, null],
  ])('of %s signing in at %s is %s', (entityId, url, expected) => {
    const endpoints = { sso: { 'HTTP-Redirect': [url] }, slo: {} };
    expect(readEntraTenantId(entityId, endpoints)).toBe(expected);
  });
});

describe('Entra’s metadata address', () => {
  it.each([
    `${base}/federationmetadata/2007-06/federationmetadata.xml`,
    `${base}/FederationMetadata/2007-06/FederationMetadata.xml?foo=1`,
  ])('%s lists the keys of the whole directory: a warning', (url) => {
    expect(findMetadataUrlWarning(url)?.code).toBe('metadata_url_without_appid');
  });

  it.each([
    `${base}/federationmetadata/2007-06/federationmetadata.xml?appid=1`,
    `${base}/federationmetadata/2007-06/federationmetadata.xml?AppId=1`,
    'https://fs.nordwind.example/FederationMetadata/2007-06/FederationMetadata.xml', // AD FS
    'https://idp.example/metadata',
    'not an address',
  ])('%s is fine', (url) => {
    expect(findMetadataUrlWarning(url)).toBeNull();
  });
});
