import { isUtf8 } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fail, succeed, type Outcome } from './sign-in-error.ts';
import { NotReadable, readXml, type ReadElement } from './xml-read.ts';

export type RequestBinding = 'redirect' | 'post';

const MAX_ENCODED_LENGTH = 65_536;
const MAX_XML_BYTES = 65_536;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Bindings 3.4.4.1 (DEFLATE, base64, in the query) and 3.5.4 (base64, in a form field). */
export function decodeRequest(encoded: string, binding: RequestBinding): Outcome<ReadElement> {
  if (encoded.length > MAX_ENCODED_LENGTH) return fail('90015');
  // Many senders break base64 in a form into lines.
  const compact = encoded.replaceAll(/\s/g, '');
  if (compact === '') return fail('750054');
  if (!BASE64.test(compact)) return fail('75005', 'It is not base64.');
  const octets = Buffer.from(compact, 'base64');
  const xml = binding === 'post' ? octets : inflate(octets);
  if (xml === null) return fail('75005', 'It is not DEFLATE-compressed.');
  return parse(xml);
}

/** The Redirect form of a request that came by POST. */
export function encodeForRedirect(postedBase64: string): string {
  return deflateRawSync(Buffer.from(postedBase64, 'base64')).toString('base64');
}

function inflate(octets: Buffer): Buffer | null {
  try {
    return inflateRawSync(octets, { maxOutputLength: MAX_XML_BYTES });
  } catch {
    return null;
  }
}

function parse(octets: Buffer): Outcome<ReadElement> {
  if (!isUtf8(octets)) return fail('75005', 'It is not UTF-8.');
  try {
    return succeed(readXml(octets.toString('utf8')));
  } catch (error) {
    if (error instanceof NotReadable) return fail('75005', error.message);
    throw error;
  }
}
