import { accept, refuse, type Decision } from '../../../errors/index.js';
import { PROTOCOL } from './saml-names.js';
import { type StatusOutline } from './response-outline.js';
import {
  attributeOf,
  findChild,
  holdsElementsOnly,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';

const MAX_MESSAGE_CHARACTERS = 300;

/**
 * SAML core 3.2.2.1. Error responses are unsigned (Entra's lack a Destination too), so code and message are hints for
 * the operator's eyes; they change nothing.
 */
export function readStatus(status: XmlElement | undefined): Decision<StatusOutline> {
  const statusCode = status && findChild(status, PROTOCOL, 'StatusCode');
  const code = statusCode && attributeOf(statusCode, 'Value');
  const order = status?.children.map(({ name }) => name.local).join(' ') ?? '';
  if (
    !status ||
    !statusCode ||
    !code ||
    !holdsElementsOnly(status) ||
    !/^StatusCode( StatusMessage)?( StatusDetail)?$/.test(order)
  ) {
    return refuse('response_malformed', { detail: 'Status' });
  }
  const subordinate = findChild(statusCode, PROTOCOL, 'StatusCode');
  const message = findChild(status, PROTOCOL, 'StatusMessage')?.text.trim() ?? null;
  return accept({
    code,
    subCode: subordinate && attributeOf(subordinate, 'Value'),
    message: message && message.slice(0, MAX_MESSAGE_CHARACTERS),
    aadsts: message && (/AADSTS(\d{4,8})/.exec(message)?.[1] ?? null),
  });
}
