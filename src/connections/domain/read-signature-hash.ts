/** Object identifiers of certificate signatures, as the hexadecimal bytes inside DER, and the hash they use. */
const HASH_OF_ALGORITHM: Readonly<Record<string, string>> = {
  '2a864886f70d010102': 'md2',
  '2a864886f70d010103': 'md4',
  '2a864886f70d010104': 'md5',
  '2a864886f70d010105': 'sha1',
  '2b0e03021d': 'sha1', // the older identifier of RSA with SHA-1
  '2a864886f70d01010e': 'sha224',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d0401': 'sha1',
  '2a8648ce3d040301': 'sha224',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
  '2a8648ce380403': 'sha1', // DSA
  '608648016503040302': 'sha256', // DSA
  '2b6570': 'sha512', // Ed25519
  '2b6571': 'shake256', // Ed448
};

const RSASSA_PSS = '2a864886f70d01010a';
const HASH_OF_PSS: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha1',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
  '608648016503040204': 'sha224',
};

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const EXPLICIT_0 = 0xa0;

interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly rest: Buffer;
}

/**
 * The hash under a certificate's signature. Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }
 * (RFC 5280 4.1); node:crypto tells it only from 24.9 on, and we run from 22.13.
 */
export function readSignatureHash(der: Buffer): string {
  const certificate = open(der, SEQUENCE);
  const toBeSigned = certificate && open(certificate.content, SEQUENCE);
  const algorithm = toBeSigned && open(toBeSigned.rest, SEQUENCE);
  const identifier = algorithm && open(algorithm.content, OBJECT_IDENTIFIER);
  if (!identifier) return 'unknown';
  const name = identifier.content.toString('hex');
  return name === RSASSA_PSS
    ? readPssHash(identifier.rest)
    : (HASH_OF_ALGORITHM[name] ?? 'unknown');
}

/** RSASSA-PSS-params ::= SEQUENCE { [0] hashAlgorithm DEFAULT sha1, ... } (RFC 4055 3.1). */
function readPssHash(parameters: Buffer): string {
  const sequence = open(parameters, SEQUENCE);
  if (!sequence) return 'unknown';
  const tagged = open(sequence.content, EXPLICIT_0);
  if (!tagged) return 'sha1';
  const algorithm = open(tagged.content, SEQUENCE);
  const identifier = algorithm && open(algorithm.content, OBJECT_IDENTIFIER);
  return (identifier && HASH_OF_PSS[identifier.content.toString('hex')]) ?? 'unknown';
}

/** The first DER value, or null where it is another kind or runs past the end. */
function open(der: Buffer, tag: number): DerValue | null {
  const [first, length] = der;
  if (first !== tag || length === undefined) return null;
  const lengthBytes = length < 0x80 ? 0 : length & 0x7f;
  if (lengthBytes > 4 || length === 0x80 || der.length < 2 + lengthBytes) return null;
  const start = 2 + lengthBytes;
  const end = start + (lengthBytes === 0 ? length : der.readUIntBE(2, lengthBytes));
  if (end > der.length) return null;
  return { tag, content: der.subarray(start, end), rest: der.subarray(end) };
}
