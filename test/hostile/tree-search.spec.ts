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
      walked.add(expression.replace(/\]='[^']*'/, ']=*'));
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
    expect([...walked].sort()).toEqual([
      "./*[local-name()='Assertion']",
      "./*[local-name(.)='Signature' and namespace-uri(.)='http://www.w3.org/2000/09/xmldsig#']",
      ".//*[local-name(.)='KeyInfo']",
      ".//*[local-name(.)='Signature' and namespace-uri(.)='http://www.w3.org/2000/09/xmldsig#']",
      ".//*[local-name(.)='Transform' and namespace-uri(.)='http://www.w3.org/2000/09/xmldsig#']",
      "//*[@*[local-name(.)='ID']=*]",
      "//*[@*[local-name(.)='Id']=*]",
      "//*[@*[local-name(.)='id']=*]",
      "//*[local-name()='SignedInfo']",
    ]);
  });
});
