import { createHash } from 'node:crypto';
import { genuine, swap, type AttackContext, type Change } from './case.js';

export interface Parts {
  readonly xml: string;
  readonly assertion: string; // genuine, with its signature where it has one
  readonly signature: string; // of the signed element
  readonly evil: string; // the same assertion of somebody else, unsigned, with an ID of its own
}

/** A genuine response taken apart, and an assertion for the administrator that the attacker would like to be. */
export function partsOf(
  context: AttackContext,
  signed: 'assertion' | 'response' = 'assertion',
  change: Change = {},
): Parts {
  const xml = genuine(context, { ...change, signed });
  const [assertion = ''] = /<Assertion .*<\/Assertion>/s.exec(xml) ?? [];
  const [signature = ''] = /<Signature .*?<\/Signature>/s.exec(xml) ?? [];
  return { xml, assertion, signature, evil: evilOf(assertion.replace(signature, '')) };
}

export function evilOf(assertion: string): string {
  return somebodyElse(assertion).replace(/ ID="[^"]*"/, ' ID="_evil"');
}

/** The administrator in the place of the person, the rest as it was. */
export function somebodyElse(assertion: string): string {
  return assertion
    .replace(/(<NameID[^>]*>)[^<]*/, '$1admin@acme.example')
    .replace(/(objectidentifier"><AttributeValue>)[^<]*/, '$1c0ffee00-9999-4b4b-9c9c-000000000000');
}

export interface Forged {
  /** The administrator under the genuine signature, which therefore does not verify: the trick is still missing. */
  readonly xml: string;
  readonly signedInfo: string;
  readonly genuineDigest: string;
  /** What the digest would have to be. */
  readonly forgedDigest: string;
}

/** What the tricks with digests begin with: another content, and its digest ready to be smuggled in. */
export function forgedUnderSignature(context: AttackContext): Forged {
  const { xml, assertion, signature } = partsOf(context);
  const evil = somebodyElse(assertion);
  const canonical = evil.replace(signature, '');
  const forgedDigest = createHash('sha256').update(canonical, 'utf8').digest('base64');
  const [signedInfo = ''] = /<SignedInfo>.*<\/SignedInfo>/s.exec(signature) ?? [];
  const [genuineDigest = ''] = /(?<=<DigestValue>)[^<]*/.exec(signedInfo) ?? [];
  return { xml: swap(xml, assertion, evil), signedInfo, genuineDigest, forgedDigest };
}
