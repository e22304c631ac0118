import { type PostedForm } from '../../src/auth/saml/domain/gate-message.js';
import { type Seeded } from '../support/saml/seeded.js';
import { splice } from './xml-pieces.js';

/** Pieces that attackers put into messages, and that parsers disagree on. */
const SNIPPETS = [
  '<!--x-->', '<![CDATA[x]]>', '<?x?>', '<!DOCTYPE x>', '&amp;', '&#65;', '&x;', ' ', '\n', '\r', '\t', '/', '>', '<', '"', "'",
  'ID="_x"', ' xmlns=""', ' xmlns:samlp="urn:x"', '<x/>', '</x>', '</Assertion>', '<Assertion>', '</NameID>', 'admin', '\u2028', '\0',
  '\uFEFF', '\xff\xfe', '<?xml version="1.1"?>', '&#0;', ']]>',
] as const; // prettier-ignore

const BASE64_SNIPPETS = ['=', '==', '\n', '\r\n', ' ', '-', '_', '+', '/', 'A', '\0', '%'] as const;
const FORM_SNIPPETS = ['%', '%00', '%2', '+', '&', '=', ';', '&SAMLResponse=', '[]', '%0A', '\xff'] as const; // prettier-ignore

export function mutateBytes(bytes: Buffer, random: Seeded): Buffer {
  if (random.below(3) > 0) {
    return Buffer.from(mutateText(bytes.toString('latin1'), SNIPPETS, random), 'latin1');
  }
  const changed = Buffer.from(bytes);
  const position = random.below(Math.max(1, bytes.length));
  changed[position] = (changed[position] ?? 0) ^ (1 << random.below(8));
  return changed;
}

export function mutateBase64(base64: string, random: Seeded): string {
  return mutateText(base64, BASE64_SNIPPETS, random);
}

export function mutateForm(form: string, random: Seeded): string {
  return mutateText(form, FORM_SNIPPETS, random);
}

/** A piece left out, put in, repeated elsewhere, or a character changed. */
function mutateText(
  text: string,
  snippets: readonly [string, ...string[]],
  random: Seeded,
): string {
  const start = random.below(text.length + 1);
  switch (random.below(4)) {
    case 0:
      return splice(text, start, 1 + random.below(60), '');
    case 1:
      return splice(text, start, 0, random.pick(snippets));
    case 2: {
      const piece = text.slice(start, start + random.below(400));
      return splice(text, random.below(text.length + 1), 0, piece);
    }
    default:
      return splice(text, start, 1, String.fromCharCode(random.below(256)));
  }
}

const CONTENT_TYPES = [
  undefined, '', 'text/xml', 'application/json', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-www-form-urlencoded; charset=utf-8', 'APPLICATION/X-WWW-FORM-URLENCODED', 'application/x-www-form-urlencoded, text/xml',
] as const; // prettier-ignore

const NAMES = [
  'SAMLResponse', 'samlresponse', 'SAMLResponse[]', 'SAML%52esponse', 'SAMLResponse.x', ' SAMLResponse', 'SAMLRequest', 'SAMLart',
  'RelayState', 'Signature', 'SAMLEncoding', '__proto__', 'x',
] as const; // prettier-ignore

export function mutateRequest(
  { contentType, body }: PostedForm,
  other: string,
  random: Seeded,
): PostedForm {
  const form = body.toString('latin1');
  const name = random.pick(NAMES);
  const forms = [
    form,
    `${form}&${name}=${other}`,
    `${name}=${other}&${form}`,
    form.replace('SAMLResponse', name),
    form.replace('RelayState=x', `${name}=x`),
    `${form}${'&x=y'.repeat(random.below(80))}`,
    form.replaceAll('&', ';'),
  ] as const;
  return {
    contentType: random.below(2) === 0 ? contentType : random.pick(CONTENT_TYPES),
    body: Buffer.from(random.pick(forms), 'latin1'),
  };
}
