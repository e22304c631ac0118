import { createHash, sign, type KeyObject } from 'node:crypto';
import { canonicalize, element, withChildAt, type XmlElement } from './xml-tree.ts';

export type SignatureHash = 'sha256' | 'sha1';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ALGORITHMS = {
  sha256: {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
  sha1: { signature: `${DSIG}rsa-sha1`, digest: `${DSIG}sha1` },
} as const;

/** What of the signature a test may want otherwise; everything else is as Entra writes it. */
export interface SigningOptions {
  readonly key: SigningKey;
  readonly hash: SignatureHash;
  /** Where among the children the Signature stands: after the Issuer, or first in metadata. */
  readonly at: number;
}

/** An enveloped signature over `target`, referred to by its ID (SAML core 5.4). */
export function signEnveloped(target: XmlElement, options: SigningOptions): XmlElement {
  const id = target.attributes.find(([name]) => name === 'ID')?.[1];
  if (id === undefined) throw new TypeError(`<${target.name}> has no ID to refer to.`);
  const digest = createHash(options.hash).update(canonicalize(target), 'utf8').digest('base64');
  const signedInfo = writeSignedInfo(id, digest, options.hash);
  const octets = Buffer.from(canonicalize(signedInfo, { '': DSIG }), 'utf8');
  const signature = element(
    'Signature',
    { xmlns: DSIG },
    signedInfo,
    element(
      'SignatureValue',
      {},
      sign(options.hash, octets, options.key.privateKey).toString('base64'),
    ),
    writeKeyInfo(options.key.certificateBase64),
  );
  return withChildAt(target, options.at, signature);
}

function writeSignedInfo(id: string, digest: string, hash: SignatureHash): XmlElement {
  return element(
    'SignedInfo',
    {},
    element('CanonicalizationMethod', { Algorithm: EXCLUSIVE_C14N }),
    element('SignatureMethod', { Algorithm: ALGORITHMS[hash].signature }),
    element(
      'Reference',
      { URI: `#${id}` },
      element(
        'Transforms',
        {},
        element('Transform', { Algorithm: `${DSIG}enveloped-signature` }),
        element('Transform', { Algorithm: EXCLUSIVE_C14N }),
      ),
      element('DigestMethod', { Algorithm: ALGORITHMS[hash].digest }),
      element('DigestValue', {}, digest),
    ),
  );
}

/** `xmlns` is given where the parent is not itself a Signature. */
export function writeKeyInfo(certificateBase64: string, xmlns?: typeof DSIG): XmlElement {
  return element(
    'KeyInfo',
    { xmlns },
    element('X509Data', {}, element('X509Certificate', {}, certificateBase64)),
  );
}

export const XML_DSIG_NAMESPACE = DSIG;
