import { accept, refuse, type Decision } from '../../../errors/index.js';
import {
  gateSignature,
  isStraySignaturePart,
  type SignatureOutline,
} from '../../../xml/domain/gate-signature.js';
import {
  attributeOf,
  childrenNamed,
  findChild,
  holdsElementsOnly,
  isNamed,
  simpleText,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';
import { DSIG, isId } from '../../../xml/domain/xml-names.js';
import { readXml } from '../../../xml/domain/xml-reader.js';
import type { Issuer } from '../../saml/domain/response-outline.js';
import { readStatus } from '../../saml/domain/read-status.js';
import { readOptionalTime, readRequiredTime } from '../../saml/domain/read-time.js';
import { ASSERTION, PROTOCOL } from '../../saml/domain/saml-names.js';
import type { LogoutKind, LogoutMessage, LogoutRequest, LogoutResponse } from './logout-message.js';

const MAX_SESSION_INDEXES = 100;
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [PROTOCOL, ''],
  [ASSERTION, 'saml:'],
  [DSIG, 'ds:'],
]);
const HEAD = '(saml:Issuer )?(ds:Signature )?(Extensions )?';
const SHAPES = {
  request: new RegExp(
    `^${HEAD}(saml:BaseID|saml:NameID|saml:EncryptedID) (SessionIndex ){0,${MAX_SESSION_INDEXES.toString()}}$`,
  ),
  response: new RegExp(`^${HEAD}Status $`),
} as const;

/**
 * A LogoutRequest or LogoutResponse (SAML core 3.7), held against the order of the schema. Nothing of it is believed yet:
 * whoever acts on it has verified a signature over this very text.
 */
export function readLogoutMessage(xml: string, kind: LogoutKind): Decision<LogoutMessage> {
  const document = readXml(xml);
  if (!document.accepted) return document;
  const { root } = document.value;
  if (!isNamed(root, PROTOCOL, kind === 'request' ? 'LogoutRequest' : 'LogoutResponse'))
    return refuse('logout_message_unexpected', { found: root.name.local.slice(0, 100) });
  if (attributeOf(root, 'Version') !== '2.0') return refuse('version_unsupported');
  const id = attributeOf(root, 'ID');
  if (!isId(id)) return refuse('id_missing');
  const order = root.children.map(shortName);
  if (!holdsElementsOnly(root) || !SHAPES[kind].test(order.map((name) => `${name} `).join('')))
    return malformed(order.join(' ').slice(0, 200));
  const head = readHead(root, id);
  if (!head.accepted) return head;
  return kind === 'request' ? readRequest(root, head.value) : readResponse(root, head.value);
}

function shortName({ name }: XmlElement): string {
  const prefix = PREFIXES.get(name.namespace);
  return prefix === undefined ? '?' : prefix + name.local;
}

type Head = Omit<LogoutResponse, 'kind' | 'inResponseTo' | 'status'>;

function readHead(root: XmlElement, id: string): Decision<Head> {
  const issueInstantMs = readRequiredTime(root, 'IssueInstant');
  if (!issueInstantMs.accepted) return issueInstantMs;
  const issuer = readIssuer(findChild(root, ASSERTION, 'Issuer'));
  if (!issuer.accepted) return issuer;
  const signature = readSignature(root, id);
  if (!signature.accepted) return signature;
  return accept({
    element: root,
    id,
    issueInstantMs: issueInstantMs.value,
    destination: attributeOf(root, 'Destination'),
    issuer: issuer.value,
    signature: signature.value,
  });
}

function readIssuer(element: XmlElement | null): Decision<Issuer | null> {
  if (!element) return accept(null);
  const value = simpleText(element);
  return value === null
    ? malformed('Issuer')
    : accept({ value, format: attributeOf(element, 'Format') });
}

/** The one signature may stand directly in the message; a part of one anywhere else is there to be mistaken for it. */
function readSignature(root: XmlElement, id: string): Decision<SignatureOutline | null> {
  const signature = findChild(root, DSIG, 'Signature');
  const pending = root.children.filter((child) => child !== signature);
  for (let element = pending.pop(); element; element = pending.pop()) {
    const isMessage = element.name.namespace === PROTOCOL && /^Logout/.test(element.name.local);
    if (isStraySignaturePart(element) || isMessage)
      return refuse('signature_misplaced', { element: element.name.local.slice(0, 100) });
    pending.push(...element.children);
  }
  return signature ? gateSignature(signature, id) : accept(null);
}

function readRequest(root: XmlElement, head: Head): Decision<LogoutRequest> {
  const notOnOrAfterMs = readOptionalTime(root, 'NotOnOrAfter');
  if (!notOnOrAfterMs.accepted) return notOnOrAfterMs;
  if (findChild(root, ASSERTION, 'EncryptedID')) return refuse('logout_name_id_encrypted');
  const element = findChild(root, ASSERTION, 'NameID');
  const value = element && simpleText(element);
  if (!element || value === null || value === '') return malformed('NameID');
  const indexes = childrenNamed(root, PROTOCOL, 'SessionIndex').map(simpleText);
  const sessionIndexes = indexes.filter((index) => index !== null && index !== '');
  if (sessionIndexes.length !== indexes.length) return malformed('SessionIndex');
  return accept({
    ...head,
    kind: 'request',
    nameId: {
      value,
      format: attributeOf(element, 'Format'),
      nameQualifier: attributeOf(element, 'NameQualifier'),
      spNameQualifier: attributeOf(element, 'SPNameQualifier'),
    },
    sessionIndexes: sessionIndexes as readonly string[],
    notOnOrAfterMs: notOnOrAfterMs.value,
  });
}

function readResponse(root: XmlElement, head: Head): Decision<LogoutResponse> {
  const status = readStatus(findChild(root, PROTOCOL, 'Status') ?? undefined);
  if (!status.accepted) return malformed('Status');
  return accept({
    ...head,
    kind: 'response',
    inResponseTo: attributeOf(root, 'InResponseTo'),
    status: status.value,
  });
}

function malformed(detail: string): Decision<never> {
  return refuse('logout_malformed', { detail });
}
