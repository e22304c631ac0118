import { accept, refuse, type Decision } from '../../../errors/index.js';
import {
  gateSignature,
  isStraySignaturePart,
  type SignatureOutline,
} from '../../../xml/domain/gate-signature.js';
import { readStatus } from './read-status.js';
import { DSIG, isId } from '../../../xml/domain/xml-names.js';
import { ASSERTION, PROTOCOL, STATUS_SUCCESS } from './saml-names.js';
import { type AssertionOutline, type Issuer, type ResponseOutline } from './response-outline.js';
import {
  attributeOf,
  holdsElementsOnly,
  isNamed,
  simpleText,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';
import { readXml } from '../../../xml/domain/xml-reader.js';

/**
 * The XML gate: the text is well-formed by strict rules, it is one SAML 2.0 Response, and everything that a verifier or
 * a reader will look for stands exactly once, where SAML puts it. Nothing is verified here.
 */
export function gateResponse(xml: string): Decision<ResponseOutline> {
  const document = readXml(xml);
  if (!document.accepted) return document;
  return gateElement(document.value.root);
}

/** The gate behind the reader: also for a Response in which a decrypted Assertion stands for the encrypted one. */
export function gateElement(root: XmlElement): Decision<ResponseOutline> {
  if (!isNamed(root, PROTOCOL, 'Response')) {
    return refuse('root_unexpected', {
      found: `{${root.name.namespace}}${root.name.local}`.slice(0, 200),
    });
  }
  const version = attributeOf(root, 'Version');
  if (version !== '2.0')
    return refuse('version_unsupported', { response: (version ?? '').slice(0, 20) });
  const id = attributeOf(root, 'ID');
  if (!isId(id)) return refuse('id_missing', { element: 'Response' });
  const placed = checkPlaces(root);
  if (!placed.accepted) return placed;
  return outlineOf(root, id);
}

function outlineOf(root: XmlElement, id: string): Decision<ResponseOutline> {
  const order = checkOrder(root);
  if (!order.accepted) return order;
  const issuer = issuerOf(root);
  if (!issuer.accepted) return issuer;
  const status = readStatus(root.children.find((child) => isNamed(child, PROTOCOL, 'Status')));
  if (!status.accepted) return status;
  const signature = signatureOf(root, id);
  if (!signature.accepted) return signature;
  const encrypted =
    root.children.find((child) => child.name.local === 'EncryptedAssertion') ?? null;
  const assertion = encrypted ? accept(null) : assertionOf(root);
  if (!assertion.accepted) return assertion;
  if (assertion.value === null && encrypted === null && status.value.code === STATUS_SUCCESS) {
    return refuse('assertion_missing');
  }
  return accept({
    id,
    element: root,
    issueInstant: attributeOf(root, 'IssueInstant'),
    destination: attributeOf(root, 'Destination'),
    inResponseTo: attributeOf(root, 'InResponseTo'),
    issuer: issuer.value,
    status: status.value,
    signature: signature.value,
    assertion: assertion.value,
    encrypted,
  });
}

/**
 * Where assertions and signatures stand, in the whole document: node-saml finds assertions by local name whatever their
 * namespace, so by local name they are refused everywhere but directly in the Response.
 */
function checkPlaces(root: XmlElement): Decision<void> {
  const assertions = root.children.filter(isLikeAnAssertion);
  if (assertions.length > 1)
    return refuse('assertion_not_unique', { found: String(assertions.length) });
  const pending: [element: XmlElement, parent: XmlElement][] = [];
  const expand = (parent: XmlElement): void => {
    for (const child of parent.children) pending.push([child, parent]);
  };
  expand(root);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [element, parent] = next;
    const { namespace, local } = element.name;
    if (isLikeAnAssertion(element) && (parent !== root || namespace !== ASSERTION)) {
      return refuse('assertion_misplaced', { inside: parent.name.local });
    }
    if (local === 'Response') return refuse('response_malformed', { detail: 'a Response inside' });
    if (isNamed(element, DSIG, 'Signature')) {
      // Its inside is gateSignature's business, assertions hidden there are ours.
      if (parent !== root && parent !== assertions[0]) return misplacedSignature(parent);
      if (findAssertion(element)) return refuse('assertion_misplaced', { inside: 'Signature' });
    } else if (element.name.local === 'EncryptedAssertion') {
      // XML Encryption lends KeyInfo and DigestMethod; a whole signature, or more assertions, it does not hold.
      if (findAssertion(element))
        return refuse('assertion_misplaced', { inside: element.name.local });
      if (findSignature(element)) return misplacedSignature(element);
    } else if (isStraySignaturePart(element)) {
      return misplacedSignature(parent);
    } else {
      expand(element);
    }
  }
  return accept(undefined);
}

function isLikeAnAssertion({ name }: XmlElement): boolean {
  return name.local === 'Assertion' || name.local === 'EncryptedAssertion';
}

function findAssertion(element: XmlElement): boolean {
  return element.children.some((child) => isLikeAnAssertion(child) || findAssertion(child));
}

function findSignature(element: XmlElement): boolean {
  return element.children.some(
    (child) => isNamed(child, DSIG, 'Signature') || findSignature(child),
  );
}

function misplacedSignature(parent: XmlElement): Decision<never> {
  return refuse('signature_misplaced', { inside: parent.name.local });
}

/** SAML core 3.2.2 (schema): Issuer, Signature, Extensions, Status, then the assertion, which may be missing. */
function checkOrder(root: XmlElement): Decision<void> {
  const signatures = checkSignatureOrder(root);
  if (!signatures.accepted) return signatures;
  const order = root.children.map(
    ({ name }) => `${PREFIXES.get(name.namespace) ?? '?:'}${name.local}`,
  );
  const shape =
    /^(saml:Issuer )?(ds:Signature )?(samlp:Extensions )?samlp:Status( saml:(Encrypted)?Assertion)?$/;
  if (!holdsElementsOnly(root) || !shape.test(order.join(' '))) {
    return refuse('response_malformed', { children: order.join(' ').slice(0, 300) });
  }
  return accept(undefined);
}

const PREFIXES: ReadonlyMap<string, string> = new Map([
  [PROTOCOL, 'samlp:'],
  [ASSERTION, 'saml:'],
  [DSIG, 'ds:'],
]);

/** One signature at most, directly after the Issuer (SAML core 2.3.3 and 3.2.2). */
function checkSignatureOrder(element: XmlElement): Decision<void> {
  const signatures = element.children.filter((child) => isNamed(child, DSIG, 'Signature'));
  if (signatures.length > 1) return refuse('signature_not_unique', { inside: element.name.local });
  const [signature] = signatures;
  if (!signature) return accept(undefined);
  const before = element.children.slice(0, element.children.indexOf(signature));
  const issuers = element.children.filter((child) => isNamed(child, ASSERTION, 'Issuer'));
  const afterIssuer =
    before.length === Math.min(issuers.length, 1) &&
    before.every((child) => issuers.includes(child));
  return afterIssuer ? accept(undefined) : misplacedSignature(element);
}

function signatureOf(element: XmlElement, id: string): Decision<SignatureOutline | null> {
  const signature = element.children.find((child) => isNamed(child, DSIG, 'Signature'));
  return signature ? gateSignature(signature, id) : accept(null);
}

function assertionOf(root: XmlElement): Decision<AssertionOutline | null> {
  const element = root.children.find(isLikeAnAssertion);
  if (!element) return accept(null);
  const version = attributeOf(element, 'Version');
  if (version !== '2.0')
    return refuse('version_unsupported', { assertion: (version ?? '').slice(0, 20) });
  const id = attributeOf(element, 'ID');
  if (!isId(id)) return refuse('id_missing', { element: 'Assertion' });
  const order = checkSignatureOrder(element);
  if (!order.accepted) return order;
  const signature = signatureOf(element, id);
  return signature.accepted ? accept({ id, signature: signature.value, element }) : signature;
}

/** Null where there is none; a refusal where it holds more than a name. */
function issuerOf(root: XmlElement): Decision<Issuer | null> {
  const issuer = root.children.find((child) => isNamed(child, ASSERTION, 'Issuer'));
  if (!issuer) return accept(null);
  const value = simpleText(issuer);
  if (value === null) return refuse('response_malformed', { detail: 'Issuer' });
  return accept({ value, format: attributeOf(issuer, 'Format') });
}
