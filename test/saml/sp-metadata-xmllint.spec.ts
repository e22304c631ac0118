import { describe, expect, it } from '@jest/globals';
import { ourMetadata } from '../support/our-metadata.js';
import { schemaErrors } from '../support/validate-with-xmllint.js';

const [, WITH_KEYS] = ourMetadata();

/** Each breaks one rule that only a schema knows of: its part of the document has to be among what was read. */
const BROKEN = [
  ['an attribute that is none', ' entityID="', ' entityId="', 'entityID'],
  ['a time that is none', / validUntil="[^"]+"/, ' validUntil="soon"', 'validUntil'],
  ['a logo without a height', / height="[^"]+"/, '', 'Logo'],
  ['a name without a language', ' xml:lang="de"', '', 'DisplayName'],
  ['a sign-in address without its binding', / Binding="[^"]+request-init"/, '', 'RequestInitiator'],
  ['a key for something else', 'use="signing"', 'use="both"', 'use'],
  ['a certificate that is no base64', /<ds:X509Certificate>M/, '<ds:X509Certificate>!', 'X509Cert'],
  ['an encryption method without its name', / Algorithm="[^"]+gcm"/, '', 'EncryptionMethod'],
  ['an attribute service without a name', /<md:ServiceName.*ServiceName>/, '', 'ServiceName'],
  [
    'elements in another order',
    /(<md:SingleLog.*\n.*\n)(.*AssertionCons.*\n)/,
    '$2$1',
    'SingleLog',
  ],
] as const;

describe('our metadata, as xmllint judges it by the OASIS schemas,', () => {
  it.each(ourMetadata())('is valid $name', async ({ xml }) => {
    expect(await schemaErrors(xml)).toEqual([]);
  });

  it.each(BROKEN)('would not be with %s', async (_, part, instead, complaint) => {
    const broken = WITH_KEYS?.xml.replace(part, instead) ?? '';
    expect(broken).not.toBe(WITH_KEYS?.xml);
    expect((await schemaErrors(broken)).join('\n')).toContain(complaint);
  });
});
