import { type Seeded } from '../support/saml/seeded.js';
import { piecesOf, splice, type Piece } from './xml-pieces.js';

const NAMES = ['Assertion', 'samlp:Extensions', 'Advice', 'Object', 'Response', 'NameID', 'x'];
const NAMESPACES = ['', 'urn:x', 'urn:oasis:names:tc:SAML:2.0:assertion', 'http://www.w3.org/2000/09/xmldsig#']; // prettier-ignore
const ATTRIBUTES = ['ID', 'Id', 'id', 'xml:id', 'InResponseTo', 'Destination', 'Version', 'xml:base', 'Recipient']; // prettier-ignore

/** One change of structure; `other` is another genuine message, perhaps of another person. */
export function mutateTree(xml: string, other: string, random: Seeded): string {
  const pieces = piecesOf(xml);
  const piece = oneOf(pieces, random);
  const target = oneOf(pieces, random);
  const foreign = oneOf(piecesOf(other), random);
  if (!piece || !target || !foreign) return xml;
  const text = xml.slice(piece.start, piece.end);
  const foreignText = other.slice(foreign.start, foreign.end);
  const places = [target.start, target.headEnd, target.end];
  const place = places[random.below(places.length)] ?? 0;
  switch (random.below(9)) {
    case 0:
      return splice(xml, place, 0, text);
    case 1:
      return moved(xml, piece, place);
    case 2:
      return splice(xml, piece.start, text.length, '');
    case 3:
      return renamed(xml, piece, NAMES[random.below(NAMES.length)] ?? '');
    case 4:
      return splice(xml, piece.start, text.length, `<x ID="_x">${text}</x>`);
    case 5:
      return splice(xml, place, 0, foreignText);
    case 6:
      return likeNamed(xml, other, foreign);
    case 7:
      return withAttribute(xml, piece, random);
    default:
      return splice(xml, piece.start, text.length, wrapped(text, foreignText, random));
  }
}

/** The classes of signature wrapping and of confusion about what was signed. */
export function mutateSignature(xml: string, other: string, random: Seeded): string {
  const parts = piecesOf(xml).filter(({ name }) => SIGNATURE_PARTS.test(name));
  const part = oneOf(parts, random);
  if (!part) return xml;
  const text = xml.slice(part.start, part.end);
  const otherPart = piecesOf(other).find(({ name }) => localName(name) === localName(part.name));
  const otherText = otherPart ? other.slice(otherPart.start, otherPart.end) : '';
  switch (random.below(8)) {
    case 0:
      return splice(xml, part.end, 0, text);
    case 1:
      return splice(xml, part.start, 0, otherText);
    case 2:
      return splice(xml, part.start, text.length, otherText);
    case 3:
      return splice(xml, part.start, text.length, '');
    case 4:
      return xml.replace(/URI="[^"]*"/, `URI="${['', '#', '#_a-admin', '#_r-simon', '#xpointer(/)', 'http://x/'][random.below(6)] ?? ''}"`); // prettier-ignore
    case 5:
      return xml.replace(/Algorithm="[^"]*"/g, (found) => random.below(5) > 0 ? found : `Algorithm="${ALGORITHMS[random.below(ALGORITHMS.length)] ?? ''}"`); // prettier-ignore
    case 6:
      return withPrefixList(xml, random);
    default:
      return splice(xml, part.headEnd, 0, ['<!--x-->', '<Object/>', ' ', '&#65;'][random.below(4)] ?? ''); // prettier-ignore
  }
}

const SIGNATURE_PARTS =
  /^(?:ds:)?(?:Signature|SignedInfo|Reference|Transforms?|DigestValue|DigestMethod|SignatureValue|SignatureMethod|CanonicalizationMethod|KeyInfo|X509Certificate)$/;

const ALGORITHMS = [
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1', 'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'http://www.w3.org/TR/1999/REC-xpath-19991116', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315', '',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments', 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
]; // prettier-ignore

function withPrefixList(xml: string, random: Seeded): string {
  const list = ['', 'xs', 'samlp', '#default', 'ds x'][random.below(5)] ?? '';
  const element = `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${list}"/>`;
  return xml.replace(/(xml-exc-c14n#"[^<>/]*>)/, `$1${element}`);
}

function withAttribute(xml: string, piece: Piece, random: Seeded): string {
  const head = xml.slice(piece.start, piece.headEnd);
  const name = ATTRIBUTES[random.below(ATTRIBUTES.length)] ?? 'ID';
  const namespace = NAMESPACES[random.below(NAMESPACES.length)] ?? '';
  const heads = [
    head.replace(/^<[\w:]+/, `$& ${name}="_a-simon"`),
    head.replace(/^<[\w:]+/, `$& xmlns="${namespace}"`),
    head.replace(/^<[\w:]+/, `$& xmlns:samlp="${namespace}"`),
    head.replace(/ [\w:]+="[^"]*"/, ''),
    head.replace(/ ID="[^"]*"/, ' ID="_a-admin"'),
    head.replace(/="([^"]*)"/, `="$1x"`),
    head.replace(/( [\w:]+="[^"]*")/, '$1$1'),
  ];
  return splice(xml, piece.start, head.length, heads[random.below(heads.length)] ?? head);
}

function wrapped(text: string, foreign: string, random: Seeded): string {
  const around = NAMES[random.below(NAMES.length)] ?? 'x';
  return random.below(2) === 0
    ? `${foreign}<${around}>${text}</${around}>`
    : `<${around}>${text}</${around}>${foreign}`;
}

/** The element of the other message in place of ours of the same name: signatures swap, people swap. */
function likeNamed(xml: string, other: string, foreign: Piece): string {
  const ours = piecesOf(xml).find(({ name }) => localName(name) === localName(foreign.name));
  if (!ours) return xml;
  const text = other.slice(foreign.start, foreign.end);
  return splice(xml, ours.start, ours.end - ours.start, text);
}

function moved(xml: string, piece: Piece, place: number): string {
  const text = xml.slice(piece.start, piece.end);
  if (place > piece.start && place < piece.end) return xml;
  const rest = splice(xml, piece.start, text.length, '');
  return splice(rest, place >= piece.end ? place - text.length : place, 0, text);
}

function renamed(xml: string, { name, start, end }: Piece, to: string): string {
  const text = xml.slice(start, end);
  const head = text.replace(`<${name}`, `<${to}`);
  const changed = head.endsWith(`</${name}>`) ? `${head.slice(0, -name.length - 1)}${to}>` : head;
  return splice(xml, start, text.length, changed);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function oneOf<T>(list: readonly T[], random: Seeded): T | undefined {
  return list[random.below(Math.max(1, list.length))];
}
