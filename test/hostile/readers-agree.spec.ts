import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import { type XmlElement } from '../../src/xml/domain/xml-element.js';
import { aResponse } from '../support/saml/index.js';
import { Seeded } from '../support/saml/seeded.js';

/** As much of the DOM as the comparison needs. */
interface DomNode {
  readonly nodeType: number;
  readonly namespaceURI?: string | null;
  readonly localName: string;
  readonly data: string;
  readonly value: string;
  readonly childNodes: ArrayLike<DomNode>;
  readonly attributes: ArrayLike<DomNode>;
}

interface XmlDom {
  DOMParser: new (options: object) => {
    parseFromString(text: string, type: string): { documentElement: DomNode };
  };
}

/** The very parser that node-saml reads with. */
const nodeSaml = createRequire(import.meta.url).resolve('@node-saml/node-saml');
const { DOMParser } = createRequire(nodeSaml)('@xmldom/xmldom') as XmlDom;

type Tree = readonly [
  namespace: string,
  local: string,
  attributes: readonly (readonly [string, string])[],
  text: string,
  children: readonly unknown[],
];

function ours({ name, attributes, text, children }: XmlElement): Tree {
  return [name.namespace, name.local, [...attributes], text, children.map(ours)];
}

function theirs(node: DomNode): Tree {
  const children = Array.from(node.childNodes);
  const attributes = Array.from(node.attributes)
    .filter(({ namespaceURI }) => namespaceURI !== 'http://www.w3.org/2000/xmlns/')
    .map(({ namespaceURI, localName, value }) => {
      return [namespaceURI ? `{${namespaceURI}}${localName}` : localName, value] as const;
    });
  const text = children.filter(({ nodeType }) => nodeType !== 1).map(({ data }) => data);
  const elements = children.filter(({ nodeType }) => nodeType === 1);
  return [node.namespaceURI ?? '', node.localName, attributes, text.join(''), elements.map(theirs)];
}

function parse(text: string): Tree {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: fail, error: fail, fatalError: fail };
  const parser = new DOMParser({ locator: {}, errorHandler });
  return theirs(parser.parseFromString(text, 'text/xml').documentElement);
}

const TEXTS = [
  '',
  'x',
  ' ',
  '\r\n',
  '\r',
  '\t',
  '&amp;',
  '&#13;',
  '&#x10FFFF;',
  '&lt;b&gt;',
  '>',
  'é',
  '\u00A0',
  "'",
] as const;
const NAMES = [
  'a',
  'b',
  'ID',
  'p:a',
  'q:b',
  'constructor',
  'p:toString',
  'a-b.c_1',
  'script',
  'xml:lang',
] as const;
const DECLARATIONS = [
  'xmlns="urn:1"', 'xmlns=""', 'xmlns:p="urn:1"', "xmlns:q='urn:2'", 'xmlns:p="urn:3"', 'xmlns:toString="urn:4"',
  'xmlns="http://www.w3.org/1999/xhtml"',
] as const; // prettier-ignore
const JUNK = [
  '</a>', '</a >', '<a>', '<', '>', '/>', '"', "'", '=', '&', ';', '&#', ']]>', '<!', '<?', '<!--', '-->', 'xmlns', ':', ' ', '\0',
  '\u0085', '\u2028', '\uFEFF', '__proto__="1"', 'a="1"', ' a', '&nbsp;', '&#0;', '&#x;', '&#65x;', '\u0080', '<a', '</',
] as const; // prettier-ignore

/** A document in one of the many ways to write it; well-formed mostly, with undeclared prefixes now and then. */
function element(random: Seeded, depth: number): string {
  const name = random.pick(NAMES);
  const blank = random.pick([' ', '\n', '\r\n', '  ']);
  const attributes = Array.from({ length: random.below(4) }, () => {
    const quote = random.pick(['"', "'"]);
    const value = random.pick(TEXTS).replaceAll(quote, '');
    return random.below(2) === 0
      ? `${blank}${random.pick(DECLARATIONS)}`
      : `${blank}${random.pick(NAMES)}${random.pick(['=', ' = ', '=\n'])}${quote}${value}${quote}`;
  });
  const children = Array.from({ length: depth > 3 ? 0 : random.below(4) }, () =>
    random.below(2) === 0 ? random.pick(TEXTS) : element(random, depth + 1),
  );
  const head = `<${name}${attributes.join('')}${random.pick(['', '', ' '])}`;
  return children.length === 0 && random.below(2) === 0
    ? `${head}/>`
    : `${head}>${children.join('')}</${name}>`;
}

function spoilt(text: string, random: Seeded): string {
  let result = text;
  for (let left = random.below(3); left > 0; left -= 1) {
    const position = random.below(result.length + 1);
    result =
      result.slice(0, position) + random.pick(JUNK) + result.slice(position + random.below(3));
  }
  return result;
}

const DOCUMENTS = 10_000;

it(`reads what it accepts as xmldom does, in ${String(DOCUMENTS)} odd documents`, () => {
  let accepted = 0;
  for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
    const random = new Seeded(seed);
    const declared = `<r xmlns:p="urn:p" xmlns:q="urn:q">${element(random, 0)}</r>`;
    const text = spoilt(declared, random);
    const document = readXml(text);
    if (!document.accepted) continue;
    accepted += 1;
    expect({ seed, text, tree: ours(document.value.root) }).toEqual({
      seed,
      text,
      tree: parse(text),
    });
  }
  expect(accepted).toBeGreaterThan(DOCUMENTS / 10);
});

it.each(['assertion', 'response', 'both', 'none'] as const)(
  'reads a response as xmldom does: %s signed',
  (signed) => {
    const { xml } = aResponse({
      signed,
      displayName: 'Zoë\r\n"A" & <B>',
      groups: ['a', '', ' b '],
    });
    const document = readXml(xml);
    expect(document.accepted && ours(document.value.root)).toEqual(parse(xml));
  },
);
