import { ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from '../forge/signature.js';
import { signed, swap, type Build, type Change } from './case.js';

export const FIRST_TRANSFORM = transform(ENVELOPED_SIGNATURE);
export const SECOND_TRANSFORM = transform(EXCLUSIVE_C14N);

export function transform(algorithm: string, inside = ''): string {
  return `<Transform Algorithm="${algorithm}">${inside}</Transform>`;
}

/** Signed by the IdP with another SignedInfo than a correct one: the signature value itself is good. */
export function signedInfo(
  search: string | RegExp,
  replacement: string,
  options: Change = {},
): Build {
  return signed({ ...options, editSignedInfo: (xml) => swap(xml, search, replacement) });
}
