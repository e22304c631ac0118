import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json(): unknown;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * One browser, as far as HTTP goes: keeps cookies per host and sends them back, SameSite ones not on cross-site posts. Talks to
 * 127.0.0.1 with the Host header of the tenant, since Node does not resolve *.localhost.
 */
export class HttpClient {
  readonly #cookies = new Map<string, Map<string, { value: string; sameSite: string }>>();

  constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask(path, { headers });
  }

  /** As the IdP's page does it: cross-site, so that Lax and Strict cookies stay at home. */
  postCrossSite(path: string, ask: Ask): Promise<Answer> {
    const headers = {
      origin: 'https://login.microsoftonline.com',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-dest': 'document',
      ...ask.headers,
    };
    return this.ask(path, { ...ask, method: 'POST', headers }, 'none');
  }

  postSameOrigin(path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    return this.ask(path, { method: 'POST', form, headers: { 'sec-fetch-site': 'same-origin' } });
  }

  ask(path: string, ask: Ask = {}, cookiesOf: 'all' | 'none' = 'all'): Promise<Answer> {
    const body = ask.form ? new URLSearchParams(ask.form).toString() : ask.body;
    const cookie = this.cookieHeader(cookiesOf);
    const headers: Record<string, string> = {
      host: this.host,
      ...(cookie === '' ? {} : { cookie }),
      ...(ask.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body).toString() }),
      ...ask.headers,
    };
    return new Promise((resolve, reject) => {
      const req = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          method: ask.method ?? 'GET',
          headers,
          agent: false,
        },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('error', reject);
          res.on('end', () => {
            this.keep(res.headers['set-cookie'] ?? []);
            const text = Buffer.concat(chunks).toString();
            resolve({
              status: res.statusCode ?? 0,
              headers: res.headers,
              text,
              json: () => JSON.parse(text) as unknown,
            });
          });
        },
      );
      req.on('error', reject);
      req.end(body);
    });
  }

  cookie(name: string): string | undefined {
    return this.jar().get(name)?.value;
  }

  setCookie(name: string, value: string, sameSite = 'lax'): void {
    this.jar().set(name, { value, sameSite });
  }

  cookieNames(): string[] {
    return [...this.jar().keys()];
  }

  private cookieHeader(cookiesOf: 'all' | 'none'): string {
    return [...this.jar()]
      .filter(([, { sameSite }]) => cookiesOf === 'all' || sameSite === 'none')
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      if (attributes.some((attribute) => attribute === 'Max-Age=0')) this.jar().delete(name);
      else {
        const sameSite =
          attributes.find((attribute) => attribute.startsWith('SameSite='))?.slice(9) ?? 'lax';
        this.jar().set(name, { value: pair.slice(at + 1), sameSite: sameSite.toLowerCase() });
      }
    }
  }

  private jar(): Map<string, { value: string; sameSite: string }> {
    const jar =
      this.#cookies.get(this.host) ?? new Map<string, { value: string; sameSite: string }>();
    this.#cookies.set(this.host, jar);
    return jar;
  }
}
