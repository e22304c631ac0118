import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { UserError } from '../errors/index.js';
import { type HostAddress, HostResolver } from './host-resolver.js';
import { pinnedLookup } from './pinned-lookup.js';

export interface OwnRequest {
  readonly method: 'GET' | 'POST';
  /** A path of ours, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface OwnAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const DEADLINE_MS = 30_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * This very deployment, asked from outside as a browser asks it: by the public address that the configuration gives a tenant,
 * through whatever proxies stand before it. No other host can be named, and no redirect is followed.
 */
@Injectable()
export class OwnDeployment {
  constructor(
    private readonly config: AppConfig,
    private readonly resolver: HostResolver,
  ) {}

  /** @throws UserError where nothing answers there */
  async ask(subdomain: string, asked: OwnRequest): Promise<OwnAnswer> {
    const url = new URL(this.config.publicUrl.originOf(subdomain) + asked.path);
    const addresses = await this.resolve(url.hostname);
    try {
      return await send(url, asked, addresses);
    } catch (error) {
      throw new UserError(
        'own_address_unreachable',
        `${url.origin} does not answer (${reasonOf(error)}): is PUBLIC_URL the address at which this deployment is reached from here?`,
        502,
        { cause: error },
      );
    }
  }

  private async resolve(host: string): Promise<readonly HostAddress[]> {
    // RFC 6761 6.3: names below localhost are this machine. Browsers know it, resolvers often do not.
    if (host.endsWith('.localhost')) return [{ address: '127.0.0.1', family: 4 }];
    try {
      return await this.resolver.resolve(host);
    } catch (error) {
      throw new UserError(
        'host_unknown',
        `There is no host ${host}: the public name of this tenant must exist in the DNS.`,
        502,
        { cause: error },
      );
    }
  }
}

async function send(
  url: URL,
  { method, headers, body }: OwnRequest,
  addresses: readonly HostAddress[],
): Promise<OwnAnswer> {
  const length = body === undefined ? {} : { 'content-length': body.length.toString() };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const options = { method, lookup: pinnedLookup(addresses), agent: false, signal };
    request(url, { ...options, headers: { ...headers, ...length } }, resolve)
      .on('error', reject)
      .end(body);
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('an answer of more than 1 MiB');
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : typeof message === 'string' ? message : 'no reason';
}
