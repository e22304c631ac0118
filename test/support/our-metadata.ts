import { X509Certificate } from 'node:crypto';
import { ServiceProviders, signedSpMetadataXml, spMetadataXml } from '../../src/auth/index.js';
import { AppConfig } from '../../src/config/index.js';
import type { SpKey } from '../../src/sp-keys/index.js';
import { aForeignKey, type SigningKey, theIdpKey } from './saml/index.js';

export interface MetadataSample {
  readonly name: string;
  readonly entityId: string;
  readonly tenantName: string;
  readonly xml: string;
  /** The key in its signature, where it has one. */
  readonly signedBy: SpKey | null;
  readonly keys: readonly SpKey[];
}

const CONFIG = AppConfig.read({
  NODE_ENV: 'test',
  PUBLIC_URL: 'https://{tenant}.imagencloud.com',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
});

function spKey(use: SpKey['use'], state: SpKey['state'], key: SigningKey): SpKey {
  const certificate = new X509Certificate(Buffer.from(key.certificateBase64, 'base64'));
  return {
    ...{ id: `${use}-${state}`, use, state, createdAtMs: 0 },
    ...{ privateKey: key.privateKey, certificateBase64: key.certificateBase64 },
    sha256Hex: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfterMs: Date.parse(certificate.validTo),
  };
}

/** Our metadata in each of its forms, valid now. */
export function ourMetadata(): readonly MetadataSample[] {
  const [one, two] = [theIdpKey(), aForeignKey()];
  const current = [spKey('signing', 'current', one), spKey('encryption', 'current', two)];
  const rolling = [
    ...[spKey('signing', 'current', one), spKey('signing', 'next', two)],
    ...[spKey('encryption', 'current', two), spKey('encryption', 'next', one)],
  ];
  const rolled = [
    ...[spKey('signing', 'current', two), spKey('signing', 'previous', one)],
    ...[spKey('encryption', 'current', one), spKey('encryption', 'previous', two)],
  ];
  return [
    { name: 'before there are keys', keys: [], isSigned: false, tenantName: 'Acme' },
    { name: 'with current keys', keys: current, isSigned: false, tenantName: 'Acme' },
    { name: 'with the next keys', keys: rolling, isSigned: false, tenantName: 'Acme' },
    { name: 'without the previous keys', keys: rolled, isSigned: false, tenantName: 'Acme' },
    { name: 'signed', keys: current, isSigned: true, tenantName: 'Acme' },
    { name: 'signed with the next keys', keys: rolling, isSigned: true, tenantName: 'Acme' },
    {
      name: 'of a tenant whose name has to be escaped',
      ...{
        keys: current,
        isSigned: true,
        tenantName: `<R&D> "Söhne" & 'Töchter' ]]> 映像 \u{1F3AC}`,
      },
    },
    {
      name: 'that says no end',
      keys: current,
      isSigned: false,
      tenantName: 'Acme',
      isEndless: true,
    },
    {
      name: 'of who signs requests',
      keys: current,
      isSigned: false,
      tenantName: 'Acme',
      signs: true,
    },
  ].map(sample);
}

function sample(wanted: {
  readonly name: string;
  readonly keys: readonly SpKey[];
  readonly isSigned: boolean;
  readonly tenantName: string;
  readonly isEndless?: boolean;
  readonly signs?: boolean;
}): MetadataSample {
  const { name, keys, tenantName } = wanted;
  const serviceProvider = new ServiceProviders(CONFIG).of('acme');
  const xml = spMetadataXml({
    ...{ serviceProvider, tenantName, keys, signsRequests: wanted.signs ?? false },
    validUntilMs: wanted.isEndless ? null : Date.now() + 14 * 86_400_000,
  });
  const signedBy = wanted.isSigned ? (keys[0] ?? null) : null;
  const { entityId } = serviceProvider;
  const written = signedBy ? signedSpMetadataXml(xml, entityId, signedBy) : xml;
  return { name, entityId, tenantName, keys, signedBy, xml: written };
}
