import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly setCookies: readonly string[];
  readonly text: string;
}

export interface Ask {
  readonly path: string;
  readonly cookie?: string;
  readonly form?: string;
  readonly origin?: string; // of the form; by default the IdP's
}

/** Keep-alive connections to one server, as many as there are visitors at a time. */
export class HttpLoad {
  readonly #agent: Agent;

  readonly #port: number;
  readonly #host: string;
  readonly #concurrency: number;

  constructor(port: number, host: string, concurrency: number) {
    this.#port = port;
    this.#host = host;
    this.#concurrency = concurrency;
    this.#agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  }

  /** Asks all of it, `concurrency` at a time. @returns the answers in the order of `asks`, and how long each took */
  async all(
    asks: readonly Ask[],
    concurrency = this.#concurrency,
  ): Promise<{ answers: Answer[]; wallMs: number[] }> {
    const answers: Answer[] = [];
    const wallMs: number[] = [];
    let next = 0;
    const visitor = async (): Promise<void> => {
      for (let index = next++; index < asks.length; index = next++) {
        const ask = asks[index];
        if (!ask) return;
        const startedAt = performance.now();
        answers[index] = await this.one(ask);
        wallMs[index] = performance.now() - startedAt;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, visitor));
    return { answers, wallMs };
  }

  one({ path, cookie, form, origin = 'https://login.microsoftonline.com' }: Ask): Promise<Answer> {
    const headers: Record<string, string> = {
      host: this.#host,
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0',
      accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
      'accept-language': 'en-GB,en;q=0.9',
      ...(cookie === undefined ? {} : { cookie }),
    };
    if (form !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = String(Buffer.byteLength(form));
      headers.origin = origin;
    }
    const method = form === undefined ? 'GET' : 'POST';
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#port, path, method, headers };
      const sent = request({ ...options, agent: this.#agent }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            location: res.headers.location ?? '',
            setCookies: res.headers['set-cookie'] ?? [],
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(form);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** What a browser would send back: the cookies that were set, without those that were deleted. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies
    .filter((line) => !/;\s*Max-Age=0(;|$)/i.test(line))
    .map((line) => line.split(';', 1)[0] ?? '')
    .join('; ');
}
