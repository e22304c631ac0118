import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: URLSearchParams;
  /** Empty unless a form was posted. */
  readonly form: URLSearchParams;
  readonly sessionId: string | null;
  /** False where another site's page sent it. */
  readonly isFromOwnPages: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An AuthnRequest in a form may be 64 kB; percent-encoding makes it longer. */
const MAX_FORM_BYTES = 262_144;

/**
 * No form-action: the form of the response goes to the service, which may send the browser on to anywhere.
 * No Referrer-Policy stricter than the browser's own: with `no-referrer` the response would arrive with
 * `Origin: null`, while Entra's arrives with an origin.
 */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export function page(body: string, status = 200, headers: Reply['headers'] = {}): Reply {
  return { status, headers: { ...PAGE_HEADERS, ...headers }, body };
}

export function file(contentType: string, body: string): Reply {
  const headers = { 'content-type': contentType, 'x-content-type-options': 'nosniff' };
  return { status: 200, headers: { ...headers, 'cache-control': 'no-cache' }, body };
}

export function seeOther(location: string, headers: Reply['headers'] = {}): Reply {
  return { status: 303, headers: { location, 'cache-control': 'no-store', ...headers }, body: '' };
}

export async function readRequest(
  incoming: IncomingMessage,
  own: { readonly cookieName: string; readonly hosts: (host: string) => boolean },
): Promise<Request> {
  const host = incoming.headers.host ?? '';
  // A name that someone else's DNS points at this machine (DNS rebinding) is not ours to answer.
  if (!own.hosts(host)) throw new BadRequest(421, 'This host is not served here.');
  const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
  if (method !== 'GET' && method !== 'POST') throw new BadRequest(405, 'Only GET and POST.');
  const target = parseTarget(incoming.url ?? '/');
  const origin = incoming.headers.origin;
  return {
    method,
    path: target.pathname,
    query: target.searchParams,
    form: method === 'POST' ? await readForm(incoming) : new URLSearchParams(),
    sessionId: readCookie(incoming.headers.cookie ?? '', own.cookieName),
    isFromOwnPages:
      origin === undefined || origin === `http://${host}` || origin === `https://${host}`,
  };
}

function parseTarget(target: string): URL {
  if (!target.startsWith('/') || !URL.canParse(`http://localhost${target}`)) {
    throw new BadRequest(400, 'The address cannot be read.');
  }
  return new URL(`http://localhost${target}`);
}

async function readForm(incoming: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_FORM_BYTES) throw new BadRequest(413, 'The form is too long.');
    chunks.push(chunk);
  }
  const contentType = incoming.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType))
    return new URLSearchParams();
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function readCookie(header: string, name: string): string | null {
  const pair = header.split(';').find((one) => one.trim().startsWith(`${name}=`));
  return pair === undefined ? null : pair.trim().slice(name.length + 1);
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(Buffer.byteLength(reply.body)),
  });
  response.end(reply.body);
}
