import { describe, expect, it } from '@jest/globals';
import { readVerifiedAssertion as readElement } from '../../src/auth/saml/domain/read-assertion.js';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import { type VerifiedAssertion } from '../../src/auth/saml/domain/verified-assertion.js';
import { ACME, assertionXml, ASSERTION, attributeXml, CLAIMS } from '../support/saml/index.js';
import { type AssertionOptions } from '../support/saml/index.js';

function readVerifiedAssertion(xml: string) {
  const document = readXml(xml);
  return document.accepted ? readElement(document.value.root) : document;
}

function read(options: AssertionOptions = {}): VerifiedAssertion {
  const verified = readVerifiedAssertion(assertionXml({ assertionId: '_a', ...options }));
  if (!verified.accepted) throw new Error(`${verified.code} ${JSON.stringify(verified.facts)}`);
  return verified.value;
}

const withAttributes = (inside: string): AssertionOptions => ({
  attributeStatementXml: `<AttributeStatement>${inside}</AttributeStatement>`,
});

describe('an assertion, read', () => {
  it('says who, by whom, for whom and until when', () => {
    expect(read({ sessionNotOnOrAfter: '2026-03-02T18:00:00Z' })).toMatchObject({
      id: '_a',
      issueInstantMs: ACME.nowMs,
      issuer: { value: ACME.idpEntityId, format: null },
      nameId: {
        value: 'B.Simon@acme.example',
        format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        nameQualifier: null,
        spNameQualifier: null,
      },
      confirmations: [
        {
          method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
          data: {
            recipient: ACME.acsUrl,
            inResponseTo: ACME.requestId,
            notBeforeMs: null,
            notOnOrAfterMs: ACME.nowMs + 3_600_000,
          },
        },
      ],
      conditions: {
        notBeforeMs: ACME.nowMs - 300_000,
        notOnOrAfterMs: ACME.nowMs + 3_600_000,
        audienceRestrictions: [[ACME.spEntityId]],
        isOneTimeUse: false,
        unknown: [],
      },
      authnStatements: [
        {
          authnInstantMs: Date.UTC(2026, 0, 19, 7, 58, 2, 310),
          sessionIndex: '_a',
          sessionNotOnOrAfterMs: Date.UTC(2026, 2, 2, 18),
          classRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
        },
      ],
    });
  });

  it('has every attribute by its name, with all its values in order', () => {
    const { attributes } = read({ groups: ['b', 'a', 'b'] });
    expect(attributes.get('Groups')).toEqual(['b', 'a', 'b']);
    expect(attributes.get(CLAIMS.displayName)).toEqual(['Britta Simon']);
    expect(attributes.get(CLAIMS.groupsLink)).toBeUndefined();
  });

  it('merges attributes of one name, over several statements', () => {
    const statement =
      attributeXml('Groups', ['1']) + attributeXml('x', ['y']) + attributeXml('Groups', ['2']);
    const second = `</AttributeStatement><AttributeStatement>${attributeXml('Groups', ['3'])}`;
    expect(read(withAttributes(statement + second)).attributes.get('Groups')).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('takes names that mean something to JavaScript for names', () => {
    const { attributes } = read(
      withAttributes(attributeXml('__proto__', ['x']) + attributeXml('toString', ['y'])),
    );
    expect([...attributes]).toEqual([
      ['__proto__', ['x']],
      ['toString', ['y']],
    ]);
  });

  it('keeps blanks and empty values as sent', () => {
    expect(read(withAttributes(attributeXml('a', [' b ', '']))).attributes.get('a')).toEqual([
      ' b ',
      '',
    ]);
  });

  it('leaves out what is nil, and what is not text', () => {
    const nil =
      '<AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1"></AttributeValue>';
    const nested = '<AttributeValue><x xmlns="urn:x">admin</x></AttributeValue>';
    const mixed = '<AttributeValue>ad<x xmlns="urn:x"></x>min</AttributeValue>';
    const attribute = `<Attribute Name="a">${nil}${nested}${mixed}<AttributeValue>b</AttributeValue></Attribute>`;
    expect(read(withAttributes(attribute)).attributes.get('a')).toEqual(['b']);
  });

  it('takes the name ID inside eduPersonTargetedID, as Shibboleth sends it', () => {
    const value = `<NameID NameQualifier="https://idp.example/">abc=</NameID>`;
    const attribute = `<Attribute Name="${CLAIMS.targetedId}"><AttributeValue>${value}</AttributeValue></Attribute>`;
    expect(read(withAttributes(attribute)).attributes.get(CLAIMS.targetedId)).toEqual(['abc=']);
  });

  it('does without subject, conditions and statements: others judge that', () => {
    const bare = read({
      subjectXml: '',
      conditionsXml: '',
      authnStatementXml: '',
      attributeStatementXml: '',
    });
    expect(bare).toMatchObject({
      nameId: null,
      confirmations: [],
      conditions: null,
      authnStatements: [],
    });
    expect(bare.attributes.size).toBe(0);
  });

  it('trims the class reference, which Microsoft indents', () => {
    const authnStatementXml =
      '<AuthnStatement AuthnInstant="2026-01-19T07:58:02Z"><AuthnContext><AuthnContextClassRef>\n  urn:x\n' +
      '</AuthnContextClassRef></AuthnContext></AuthnStatement>';
    expect(read({ authnStatementXml }).authnStatements[0]?.classRef).toBe('urn:x');
  });

  it('is found in a signed Response, if it is the only one there', () => {
    const assertion = assertionXml({ assertionId: '_a' });
    const wrap = (inside: string): string =>
      `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol">${inside}</p:Response>`;
    expect(readVerifiedAssertion(wrap(assertion)).accepted).toBe(true);
    const second = assertionXml({ assertionId: '_b' });
    expect(readVerifiedAssertion(wrap(assertion + second))).toMatchObject({
      code: 'assertion_malformed',
    });
    expect(readVerifiedAssertion(wrap(`<x>${assertion}</x>`))).toMatchObject({
      code: 'assertion_malformed',
    });
    expect(readVerifiedAssertion(`<x xmlns="${ASSERTION}"/>`)).toMatchObject({
      code: 'assertion_malformed',
    });
  });
});
