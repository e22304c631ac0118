import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SAML, ValidateInResponseTo } from '@node-saml/passport-saml';
import { gateMessage } from '../../src/auth/saml/domain/gate-message.js';
import {
  installTreeSearch,
  searchByWalking,
  type SelectWithResolver,
  xpathLibraries,
} from '../../src/auth/saml/tree-search.js';
import { ACME, theIdpKey } from '../support/saml/index.js';
import { type AttackContext, CORPUS, type HostileMessage } from './corpus/index.js';

const CONTEXT: AttackContext = {
  ...ACME,
  key: theIdpKey(),
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
};

/** node-saml on a message as it was sent, no gate before it: whatever hostile tree xmldom makes is searched. */
async function verdictOf({ contentType, body }: HostileMessage): Promise<string> {
  const message = gateMessage({ contentType, body: Buffer.from(body, 'latin1') });
  if (!message.accepted) return message.code;
  const saml = new SAML({
    issuer: ACME.spEntityId,
    callbackUrl: ACME.acsUrl,
    idpCert: [theIdpKey().certificatePem],
    audience: false,
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  return saml.validatePostResponseAsync({ SAMLResponse: message.value.base64 }).then(
    ({ profile }) => `accepted: ${profile?.getAssertionXml?.() ?? ''}`,
    (error: unknown) => String(error),
  );
}

const libraries = xpathLibraries();
const engines = libraries.map(({ selectWithResolver }) => selectWithResolver);
const walked = new Set<string>();

/** Each search by both, from now on: the engine's answer is used, the walk's must be the same nodes in the same order. */
function compareEverySearch(): void {
  libraries.forEach((library, index) => {
    const engine = engines[index];
    if (!engine) throw new Error('a library without an engine');
    const both: SelectWithResolver = (expression, node, resolver, single) => {
      const found = searchByWalking(expression, node);
      if (!found) return engine(expression, node, resolver, single);
      walked.add(expression.replace(/(\]|@ID)=(['"]).*?\2/, '$1=*'));
      const expected = engine(expression, node, resolver) as readonly unknown[];
      if (found.length !== expected.length || found.some((each, n) => each !== expected[n]))
        throw new Error(`the walk and the engine differ on ${expression}`);
      return engine(expression, node, resolver, single);
    };
    library.selectWithResolver = both;
  });
}

/** Beyond the gate's bound the engine needs seconds for a message, and nothing of it ever gets there. */
const MAX_TAGS = 5_000;

function tagsIn({ contentType, body }: HostileMessage): number {
  const message = gateMessage({ contentType, body: Buffer.from(body, 'latin1') });
  return message.accepted ? message.value.xml.split('<').length : 0;
}

describe('searching by walking the tree', () => {
  const rows = CORPUS.map((row) => ({ row, title: `${row.family}: ${row.name}` })).filter(
    ({ row }) => tagsIn(row.build(CONTEXT)) <= MAX_TAGS,
  );

  beforeAll(() => {
    for (const method of ['warn', 'error'] as const)
      // xmldom complains about hostile text
      jest.spyOn(console, method).mockImplementation(() => undefined);
  });

  it('is asked by both copies of the engine', () => {
    expect(libraries).toHaveLength(2);
  });

  it.each(rows)(
    'finds what the engine finds, so that the verdict is one: $title',
    async ({ row }) => {
      compareEverySearch();
      const verdict = await verdictOf(row.build(CONTEXT));
      expect(verdict).not.toContain('the walk and the engine differ');
      libraries.forEach((library, index) => {
        library.selectWithResolver = engines[index] ?? library.selectWithResolver;
      });
      installTreeSearch(libraries);
      expect(await verdictOf(row.build(CONTEXT))).toBe(verdict);
    },
  );

  /** A new version of a library that asks in other words would only be slow: this is where it is noticed. */
  it('answers the searches that the libraries make most', () => {
    const dsig = "namespace-uri(.)='http://www.w3.org/2000/09/xmldsig#'";
    expect([...walked].sort()).toEqual(
      [
        "./*[local-name()='Assertion']",
        `./*[local-name(.)='Signature' and ${dsig}]`,
        ".//*[local-name(.)='CanonicalizationMethod']/@Algorithm",
        ".//*[local-name(.)='KeyInfo']",
        `.//*[local-name(.)='Signature' and ${dsig}]`,
        ".//*[local-name(.)='SignatureMethod']/@Algorithm",
        ".//*[local-name(.)='SignatureValue']/text()",
        `.//*[local-name(.)='Transform' and ${dsig}]`,
        "/*[local-name()='Response']/*[local-name()='Assertion']",
        "/*[local-name()='Response']/*[local-name()='EncryptedAssertion']",
        "/*[local-name()='Response']/@InResponseTo",
        "//*[@*[local-name(.)='ID']=*]",
        "//*[@*[local-name(.)='Id']=*]",
        "//*[@*[local-name(.)='id']=*]",
        '//*[@ID=*]',
        "//*[local-name()='SignedInfo']",
      ].sort(),
    );
  });

  /** What no message of the corpus has: every kind of node and name, searched from every element. */
  it('finds what the engine finds in a document of oddities', () => {
    const nodes = everyNode(parsed(ODDITIES));
    expect(nodes.length).toBeGreaterThan(15);
    const differences: unknown[] = [];
    let found = 0;
    for (const expression of EXPRESSIONS) {
      for (const node of nodes) {
        const walkedTo = searchByWalking(expression, node);
        if (!walkedTo) continue;
        found += walkedTo.length;
        for (const engine of engines) {
          const expected = engine(expression, node, null) as readonly SearchedNode[];
          const isSame =
            expected.length === walkedTo.length &&
            expected.every((each, index) => each === walkedTo[index]);
          if (!isSame)
            differences.push({
              ...{ expression, from: node.localName },
              ...{ engine: expected.map(nameOf), walk: walkedTo.map(nameOf) },
            });
        }
      }
    }
    expect(differences).toEqual([]);
    expect(found).toBeGreaterThan(40);
  });
});

const ODDITIES =
  '<?go on?><a xmlns="urn:a" xmlns:x="urn:x" xmlns:ID="urn:i" ID="i1"><!-- b --><x:a x:ID="i1" Id="i2"/>' +
  '<b xmlns="" id="i1" iD="i3"><a ID="i1" x:b="1" B="2">text<![CDATA[more]]>text<x:b/></a><A ID="i2"/></b>' +
  '<x:b ID="i1"><b><b Algorithm="y" x:Algorithm="z">t</b></b></x:b>i1</a>';

const EXPRESSIONS = ['a', 'b', 'A'].flatMap((name) =>
  ['/', '//', './', './/'].flatMap((axis) => [
    `${axis}*[local-name()='${name}']`,
    `${axis}*[local-name(.)='${name}' and namespace-uri(.)='urn:x']`,
    `${axis}*[local-name(.)='${name}']/text()`,
    `${axis}*[local-name(.)='${name}']/@Algorithm`,
    `${axis}*[local-name(.)='${name}']/@B`,
    `${axis}*[local-name()='a']/*[local-name()='${name}']`,
    `${axis}*[@ID="i1"]`,
    `${axis}*[@*[local-name(.)='Id']='i2']`,
    `${axis}*[@*[local-name(.)='ID']='i1']`,
    `${axis}*[@*[local-name(.)='ID']='urn:i']`,
  ]),
);

type SearchedNode = Parameters<typeof searchByWalking>[1];

/** By the very parser that the libraries use. */
function parsed(xml: string): SearchedNode {
  const own = createRequire(import.meta.url);
  const nodeSaml = createRequire(
    createRequire(own.resolve('@node-saml/passport-saml')).resolve('@node-saml/node-saml'),
  );
  const { DOMParser } = nodeSaml('@xmldom/xmldom') as {
    DOMParser: new () => { parseFromString(xml: string, type: string): SearchedNode };
  };
  return new DOMParser().parseFromString(xml, 'text/xml');
}

function nameOf({ localName, nodeValue }: SearchedNode): string {
  return `${localName ?? ''}=${nodeValue ?? ''}`;
}

function everyNode(top: SearchedNode): SearchedNode[] {
  const below: SearchedNode[] = [];
  for (let node = top.firstChild; node; node = node.nextSibling) below.push(...everyNode(node));
  return [top, ...below];
}
