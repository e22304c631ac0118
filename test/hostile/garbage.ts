import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ACS_PATH } from '../support/paths.js';
import { ACME, aForeignKey, anErrorResponse, aResponse } from '../support/saml/index.js';

/** What prowlers post: nothing of it is an attempt of a browser of ours, nothing is signed by the IdP. */
export function garbage(): readonly string[] {
  const form = 'application/x-www-form-urlencoded';
  const base64 = (xml: string): string =>
    `SAMLResponse=${encodeURIComponent(Buffer.from(xml).toString('base64'))}`;
  return [
    message('POST', form, 'SAMLResponse=%00'),
    message('POST', form, 'user=admin&password=admin'),
    message('POST', form, 'SAMLResponse=PHg&SAMLResponse=PHg'),
    message('POST', 'application/json', '{"SAMLResponse":"PHg+"}'),
    message('POST', 'multipart/form-data; boundary=x', '--x--'),
    message('GET', form, ''),
    message('POST', form, base64('<x>')),
    message(
      'POST',
      form,
      base64('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    ),
    message('POST', form, base64('<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"/>')),
    message('POST', form, aResponse({ signed: 'none' }).form()),
    message('POST', form, anErrorResponse().form()),
  ];
}

/** Dearer for us than the rest: a whole response with the signature of some key. */
export function forgery(): string {
  return message(
    'POST',
    'application/x-www-form-urlencoded',
    aResponse({ key: aForeignKey() }).form(),
  );
}

const HOST = new URL(ACME.acsUrl).host;

function message(method: string, contentType: string, body: string): string {
  return (
    `${method} ${ACS_PATH} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: ${contentType}\r\n` +
    `Content-Length: ${Buffer.byteLength(body).toString()}\r\nX-Forwarded-For: ADDRESS\r\n\r\n${body}`
  );
}

/** One connection that asks many times without waiting in between, as HTTP/1.1 allows and floods do. */
export class Knocker {
  readonly #socket: Socket;
  #buffered = '';
  #answers = 0;

  private constructor(socket: Socket) {
    this.#socket = socket.setEncoding('latin1').on('data', (text) => {
      this.count(text.toString());
    });
  }

  static async open(port: number): Promise<Knocker> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Knocker(socket);
  }

  /** @returns when every one of them is answered; @throws where the connection ends before */
  async ask(messages: readonly string[]): Promise<void> {
    const wanted = this.#answers + messages.length;
    this.#socket.write(messages.join(''));
    while (this.#answers < wanted) {
      if (this.#socket.readableEnded) throw new Error('the connection ended with questions open');
      await once(this.#socket, 'data');
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Every answer is a refusal page, with its length in the head. */
  private count(text: string): void {
    this.#buffered += text;
    for (;;) {
      const headEnd = this.#buffered.indexOf('\r\n\r\n');
      const length = /^content-length: (\d+)/im.exec(this.#buffered.slice(0, headEnd))?.[1];
      if (headEnd < 0 || length === undefined) return;
      const end = headEnd + 4 + Number(length);
      if (this.#buffered.length < end) return;
      if (!/^HTTP\/1\.1 4\d\d /.test(this.#buffered)) throw new Error(this.#buffered.slice(0, 40));
      this.#buffered = this.#buffered.slice(end);
      this.#answers += 1;
    }
  }
}
