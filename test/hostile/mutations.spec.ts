import { describe, expect, it } from '@jest/globals';
import {
  ACME,
  aResponse,
  builtResponse,
  theIdpKey,
  type BuiltResponse,
} from '../support/saml/index.js';
import { type AcceptedResponse } from '../../src/auth/saml/domain/decide-response.js';
import { decideResponse, type PipelineConnection, trusted } from '../support/saml/pipeline.js';
import { Seeded } from '../support/saml/seeded.js';

const CONNECTION: PipelineConnection = {
  ...ACME,
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
  keys: [trusted(theIdpKey())],
  signedElement: 'either',
  allowsSha1: false,
};

type Mutate = (bytes: Buffer, random: Seeded) => Buffer;

/** Pieces that attackers put into messages, and that parsers disagree on. */
const SNIPPETS = [
  '<!--x-->', '<![CDATA[x]]>', '<?x?>', '<!DOCTYPE x>', '&amp;', '&#65;', '&x;', ' ', '\n', '\r', '\t', '/', '>', '<', '"', "'",
  'ID="_x"', ' xmlns=""', ' xmlns:samlp="urn:x"', '<x/>', '</x>', '</Assertion>', '<Assertion>', '</NameID>', 'admin', '\u2028', '\0',
] as const; // prettier-ignore

const MUTATIONS: Readonly<Record<string, Mutate>> = {
  'a bit flipped': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const position = random.below(bytes.length);
    changed[position] = (changed[position] ?? 0) ^ (1 << random.below(8));
    return changed;
  },
  'a piece left out': (bytes, random) => {
    const start = random.below(bytes.length);
    return splice(bytes, start, random.below(1 + random.below(60)), '');
  },
  'a piece put in': (bytes, random) =>
    splice(bytes, random.below(bytes.length), 0, random.pick(SNIPPETS)),
  'a piece repeated elsewhere': (bytes, random) => {
    const start = random.below(bytes.length);
    const piece = bytes.subarray(start, start + random.below(400)).toString('latin1');
    return splice(bytes, random.below(bytes.length), 0, piece);
  },
  'an element repeated or moved': (bytes, random) => {
    const xml = bytes.toString('latin1');
    const elements = [...xml.matchAll(/<([A-Za-z:]+)[ >].*?<\/\1>/gs)];
    const element = elements[random.below(elements.length)]?.[0] ?? '';
    const rest = random.below(2) === 0 ? xml : xml.replace(element, '');
    const tags = [...rest.matchAll(/>(?=<)/g)].map(({ index }) => index + 1);
    return splice(Buffer.from(rest, 'latin1'), tags[random.below(tags.length)] ?? 0, 0, element);
  },
};

function splice(bytes: Buffer, start: number, length: number, text: string): Buffer {
  return Buffer.concat([
    bytes.subarray(0, start),
    Buffer.from(text, 'latin1'),
    bytes.subarray(start + length),
  ]);
}

function decide(response: BuiltResponse) {
  const body = Buffer.from(response.form(), 'latin1');
  return decideResponse({ contentType: 'application/x-www-form-urlencoded', body }, CONNECTION);
}

/** All that anything is done with; not where it stands in the message, nor KeyInfo, which nobody signs. */
function saidBy({ value }: { readonly value: AcceptedResponse }) {
  const { outline, assertion, solicitation, certificateSha256Hex } = value;
  const { id, issueInstant, destination, inResponseTo, issuer, status } = outline;
  const response = { id, issueInstant, destination, inResponseTo, issuer, status };
  const isSigned = [outline.signature !== null, Boolean(outline.assertion?.signature)];
  return { response, assertion, solicitation, certificateSha256Hex, isSigned };
}

/** Small, so that many fit into a second; an administrator's identity to gain, and a group. */
const ATTRIBUTES =
  '<AttributeStatement><Attribute Name="Groups"><AttributeValue>a</AttributeValue><AttributeValue>b</AttributeValue>' +
  '</Attribute></AttributeStatement>';

const ROUNDS = 200;

describe.each(['assertion', 'response'] as const)('a message with a signed %s', (signed) => {
  it.each(Object.entries(MUTATIONS))(
    `after ${String(ROUNDS)} times %s: refused, or it says what was signed`,
    (name, mutate) => {
      const genuine = aResponse({ signed, attributeStatementXml: ATTRIBUTES });
      const original = decide(genuine);
      if (!original.accepted) throw new Error(original.code);
      const said = saidBy(original);
      let refused = 0;
      for (let seed = 1; seed <= ROUNDS; seed += 1) {
        const bytes = mutate(Buffer.from(genuine.xml, 'utf8'), new Seeded(seed));
        const mutant = builtResponse(bytes.toString('latin1'), '', '');
        const decision = decide({ ...mutant, form: () => formOf(bytes) });
        if (!decision.accepted) refused += 1;
        else expect({ seed, name, said: saidBy(decision) }).toEqual({ seed, name, said });
      }
      expect(refused).toBeGreaterThan(ROUNDS / 2);
    },
    120_000,
  );
});

function formOf(bytes: Buffer): string {
  return `SAMLResponse=${encodeURIComponent(bytes.toString('base64'))}`;
}
