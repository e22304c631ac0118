import { aSigningKey } from '../../support/saml/index.js';

/** What an IdP's page posts to us. */
export interface PostedAnswer {
  readonly action: string;
  readonly SAMLResponse: string;
}

/** An IdP that is an npm package: no browser, and nobody who types a password. */
export interface NpmIdp {
  metadata(): Promise<string>;
  /**
   * @param url where /site/login sends the browser
   * @param ourMetadata as we serve it
   */
  answer(url: URL, ourMetadata: string): Promise<PostedAnswer>;
  close(): Promise<void>;
}

export type StartNpmIdp = (encrypts: boolean) => Promise<NpmIdp>;

export const ATTRIBUTES = {
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': 'ann@university.example',
  'urn:oid:0.9.2342.19200300.100.1.3': 'ann@university.example',
  'urn:oid:2.16.840.1.113730.3.1.241': 'Ånn O’Neill & Söhne',
};

/** A key pair for an IdP, as PEM. */
export function aKeyPair(): { readonly key: string; readonly certificate: string } {
  const { privateKey, certificatePem } = aSigningKey({ name: 'idp.example' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key, certificate: certificatePem };
}
