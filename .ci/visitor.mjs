import { request } from 'node:http';

/**
 * The little of a browser that a sign-in needs: cookies per host, redirects, forms. Every `*.localhost` is this
 * machine, as it is to a browser, whatever the machine's resolver says.
 */
export class Visitor {
  #cookies = new Map();

  /** @returns the first answer that is no redirect */
  async visit(url, form) {
    let at = new URL(url);
    let answer = await this.#send(at, form);
    for (let hops = 0; [302, 303].includes(answer.status); hops += 1) {
      if (hops === 10) throw new Error(`still redirected at ${at.href}`);
      at = new URL(answer.location, at);
      answer = await this.#send(at);
    }
    return { ...answer, url: at.href };
  }

  /** Submits the form of a page; `pressed` is what its button adds. */
  submit(page, pressed = {}) {
    const [, attributes, inside] = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(page.body) ?? [];
    if (attributes === undefined) throw new Error(`no form at ${page.url}: ${page.body}`);
    const action = unescapeHtml(/action="([^"]*)"/.exec(attributes)?.[1] ?? page.url);
    const fields = [...inside.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) =>
      ['name', 'value'].map((name) =>
        unescapeHtml(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? ''),
      ),
    );
    const form = new URLSearchParams([...fields, ...Object.entries(pressed)]);
    return this.visit(new URL(action, page.url), { form, origin: new URL(page.url).origin });
  }

  #send(url, posted) {
    const cookie = [...(this.#cookies.get(url.host) ?? [])]
      .map((pair) => pair.join('='))
      .join('; ');
    const headers = { host: url.host, accept: 'text/html', ...(cookie && { cookie }) };
    if (posted) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers.origin = posted.origin;
    }
    return new Promise((resolve, reject) => {
      const where = { host: '127.0.0.1', port: url.port, path: url.pathname + url.search };
      const sent = request({ ...where, method: posted ? 'POST' : 'GET', headers }, (answer) => {
        this.#keepCookies(url.host, answer.headers['set-cookie'] ?? []);
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode, location: answer.headers.location, body });
        });
      });
      sent.on('error', reject);
      sent.end(posted?.form.toString());
    });
  }

  #keepCookies(host, lines) {
    const jar = this.#cookies.get(host) ?? new Map();
    this.#cookies.set(host, jar);
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
  }
}

const entities = { '&quot;': '"', '&#34;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>' };

function unescapeHtml(text) {
  return text
    .replace(/&(quot|#34|#39|lt|gt);/g, (entity) => entities[entity])
    .replaceAll('&amp;', '&');
}
