import { describe, expect, it } from '@jest/globals';
import { findMetadataUrlWarning } from './entra.js';

const base = 'https://login.microsoftonline.com/contoso.example';

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
