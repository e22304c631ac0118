import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { UserError } from '../errors/index.js';
import { type HostAddress, HostResolver } from './host-resolver.js';
import { checkedTarget, type OutboundTarget } from './outbound-target.js';
import { pinnedLookup } from './pinned-lookup.js';
import { isPublicAddress } from './public-addresses.js';

/** What a server said of the version that it gave, to be told to it with the next request (RFC 9110 8.8). */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Fetched =
  | { readonly kind: 'document'; readonly body: Buffer; readonly validators: Validators }
  | { readonly kind: 'not_modified' };

const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
const MAX_ANSWER_BYTES = 1024 * 1024;
const DEADLINE_MS = 5000; // for all of it: name, connection, TLS, answer

/**
 * The one way out. An address that somebody typed must not make this server call its own network (SSRF): the name is
 * looked up once, and the connection goes to the very addresses that were judged, so that a second answer of the name
 * server cannot redirect it. What comes back is never part of an error text.
 */
@Injectable()
export class OutboundClient {
  constructor(
    private readonly config: AppConfig,
    private readonly resolver: HostResolver,
  ) {}

  /** @returns the body of a 200 answer, at most 1 MiB @throws UserError: one sentence that says what went wrong */
  async get(address: string): Promise<Buffer> {
    const fetched = await this.getIfChanged(address, NO_VALIDATORS);
    if (fetched.kind === 'document') return fetched.body;
    throw notOk(304);
  }

  /**
   * The same for whoever has a version already (RFC 9110 13.1). `not_modified` is only believed where we said what we have.
   * @throws UserError: one sentence that says what went wrong
   */
  async getIfChanged(address: string, known: Validators): Promise<Fetched> {
    const target = checkedTarget(address, this.config.outboundAllow);
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const conditions = conditionsOf(known);
    try {
      const addresses = await beforeDeadline(this.resolve(target), deadline);
      const answer = await send(target, addresses, conditions, deadline);
      if (answer.statusCode === 304 && Object.keys(conditions).length > 0) {
        answer.destroy();
        return { kind: 'not_modified' };
      }
      const body = await bodyOf(answer);
      return { kind: 'document', body, validators: validatorsOf(answer.headers) };
    } catch (error) {
      throw error instanceof UserError ? error : sentenceFor(error, target, deadline);
    }
  }

  private async resolve(target: OutboundTarget): Promise<HostAddress[]> {
    const found = await this.resolver.resolve(target.host);
    const usable = target.isAllowListed
      ? found
      : found.filter(({ address }) => isPublicAddress(address));
    if (usable.length > 0) return usable;
    throw new UserError(
      'address_not_public',
      `${target.host} is not on the public internet. If it is your own, list it as ${target.host}:${target.port} in OUTBOUND_ALLOW.`,
    );
  }
}

function conditionsOf({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** They are sent back to the same server: what is no validator (RFC 9110 8.8.3, 5.6.7) or unreasonably long is not kept. */
function validatorsOf({
  etag = '',
  'last-modified': lastModified = '',
}: IncomingHttpHeaders): Validators {
  return {
    etag: /^(W\/)?"[\x21\x23-\x7e]{0,250}"$/.test(etag) ? etag : null,
    lastModified: /^[A-Za-z0-9,: +-]{1,60}$/.test(lastModified) ? lastModified : null,
  };
}

function send(
  target: OutboundTarget,
  addresses: readonly HostAddress[],
  conditions: Readonly<Record<string, string>>,
  deadline: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    lookup: pinnedLookup(addresses),
    agent: false,
    signal: deadline,
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'imagen-sso',
      ...conditions,
    },
  };
  return new Promise((resolve, reject) => {
    const request = target.url.protocol === 'https:' ? httpsRequest : httpRequest;
    request(target.url, options, resolve).on('error', reject).end();
  });
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const { statusCode = 0, headers } = answer;
  const problem = problemOf(statusCode, headers['content-encoding']);
  if (problem) {
    answer.destroy();
    throw problem;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      answer.destroy();
      throw new UserError('answer_too_large', 'The address answers with more than 1 MiB.');
    }
    chunks.push(chunk);
  }
  if (!answer.complete)
    throw new UserError('answer_cut', 'The answer broke off half-way: try again.');
  return Buffer.concat(chunks);
}

function problemOf(status: number, encoding: string | undefined): UserError | null {
  if (status >= 300 && status < 400 && status !== 304) {
    return new UserError(
      'answer_redirects',
      'The address sends on to another one, which is not followed: give the final address.',
    );
  }
  if (status !== 200) return notOk(status);
  return encoding === undefined || encoding === 'identity'
    ? null
    : new UserError(
        'answer_encoded',
        'The address answers compressed although it was asked not to.',
      );
}

function notOk(status: number): UserError {
  return new UserError(
    'answer_not_ok',
    `The address answers with status ${status}, not with a document.`,
  );
}

/** The name server cannot be told to stop: then its answer comes too late and is not looked at. */
function beforeDeadline<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('too late')), { once: true });
  });
  return Promise.race([work, late]);
}

function sentenceFor(error: unknown, target: OutboundTarget, deadline: AbortSignal): UserError {
  const { code } = error as { code?: unknown };
  const text = typeof code === 'string' ? code : '';
  if (deadline.aborted) {
    return new UserError('answer_late', `${target.host} did not answer within 5 seconds.`);
  }
  if (text === 'ENOTFOUND' || text === 'EAI_AGAIN') {
    return new UserError('host_unknown', `There is no host ${target.host}: check the address.`);
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO_/.test(text)) {
    return new UserError(
      'certificate_untrusted',
      `The TLS certificate of ${target.host} is not trusted (${text}).`,
    );
  }
  const shown = text === '' ? '' : ` (${text})`;
  return new UserError('host_unreachable', `${target.host} cannot be reached${shown}.`, 400, {
    cause: error,
  });
}
