import { describe, expect, it } from '@jest/globals';
import { gateMessage, type SamlMessage } from './gate-message.js';

const CONTENT_TYPE = 'application/x-www-form-urlencoded';

function gate(body: string): SamlMessage {
  const message = gateMessage({ contentType: CONTENT_TYPE, body: Buffer.from(body, 'latin1') });
  if (!message.accepted) throw new Error(message.code);
  return message.value;
}

const encode = (text: string): string =>
  encodeURIComponent(Buffer.from(text, 'utf8').toString('base64'));

describe('a posted message', () => {
  it('is decoded once, and given on as what was decoded', () => {
    const message = gate(`SAMLResponse=${encode('<é/>')}&RelayState=a%20b%2Bc+d`);
    expect(message.xml).toBe('<é/>');
    expect(message.xmlBytes).toEqual(Buffer.from('<é/>'));
    expect(message.relayState).toBe('a b+c d');
  });

  it('loses its byte order mark, also in the bytes for the second verifier', () => {
    const message = gate(`SAMLResponse=${encode('\uFEFF<a/>')}`);
    expect(message.xml).toBe('<a/>');
    expect(message.xmlBytes).toEqual(Buffer.from('<a/>'));
  });

  it('has no line break of the base64', () => {
    expect(gate('SAMLResponse=PGEv%0D%0APg%3D%3D').xml).toBe('<a/>');
  });

  it('has no relay state where none, an empty or an overlong one was sent', () => {
    const message = `SAMLResponse=${encode('<a/>')}`;
    expect(gate(message).relayState).toBeNull();
    expect(gate(`${message}&RelayState=`).relayState).toBeNull();
    expect(gate(`${message}&RelayState=${'a'.repeat(1024)}`).relayState).toHaveLength(1024);
    expect(gate(`${message}&RelayState=${'a'.repeat(1025)}`).relayState).toBeNull();
  });

  it('takes the largest allowed message, and none larger', () => {
    const largest = 'x'.repeat(256 * 1024);
    expect(gate(`SAMLResponse=${encode(largest)}`).xml).toHaveLength(largest.length);
    expect(() => gate(`SAMLResponse=${encode(`${largest}x`)}`)).toThrow('message_too_large');
  });

  it('is refused without a content type', () => {
    const message = gateMessage({
      contentType: undefined,
      body: Buffer.from('SAMLResponse=PGEvPg%3D%3D'),
    });
    expect(message).toMatchObject({ accepted: false, code: 'content_type_unsupported' });
  });
});
