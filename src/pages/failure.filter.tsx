import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { UserError } from '../errors/index.js';
import {
  PROBLEM_CONTENT_TYPE,
  problemBody,
  ProblemError,
  requestContext,
  SignInNotRecentError,
} from '../http/index.js';
import { Log } from '../telemetry/index.js';
import { FailedPage } from './failed.page.js';
import { ForbiddenPage } from './forbidden.page.js';
import { chooseLanguage } from './language.js';
import { NotFoundPage } from './not-found.page.js';
import type { PageContext } from './page-context.js';
import { OtherPagePage } from './other-page.page.js';
import { paths, withQuery } from './paths.js';
import { sendPage } from './send-page.js';

/**
 * The last resort (ASVS 16.5.4): whatever a route throws becomes one answer that tells a stranger nothing. Programs get
 * problem+json, people get a page; what nobody foresaw is logged under the reference that the answer shows.
 */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const req = host.switchToHttp().getRequest<Request>();
    const res = host.switchToHttp().getResponse<Response>();
    const problem = asProblem(error);
    const { requestId, tenant } = requestContext(req);
    if (problem.getStatus() >= 500) {
      this.log.failure({
        event: 'request_failed',
        requestId,
        ...(tenant ? { tenant: tenant.subdomain } : {}),
        method: req.method,
        error,
      });
    }
    if (res.headersSent) {
      res.destroy(); // a stream broke half-way: a cut answer is better than a whole-looking one
      return;
    }
    if (wantsPage(req)) sendFailure(req, res, problem);
    else sendProblem(req, res, problem);
  }
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof UserError) return new ProblemError(error.status, error.code, error.message);
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status === 404)
    return new ProblemError(404, 'not_found', 'There is nothing at this address.');
  if (status >= 500) return new ProblemError(500, 'failed', 'Something went wrong on our side.');
  return new ProblemError(status, 'request_malformed', 'The request cannot be read.');
}

/** Body parsers throw http-errors: a status between 400 and 499 says that the request was to blame. */
function statusOf(error: unknown): number {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** People's addresses answer in HTML, unless the caller asks for JSON in so many words. */
function wantsPage(req: Request): boolean {
  if (/^\/(api\/v1|api\/openapi\.json|site\/session|scim|auth)(\/|$)/i.test(pathOf(req)))
    return false;
  return req.accepts(['html', 'json']) !== 'json';
}

/** Whole, also where a middleware that is mounted below a path throws. */
function pathOf(req: Request): string {
  return req.baseUrl + req.path;
}

function sendProblem(req: Request, res: Response, problem: ProblemError): void {
  const { requestId } = requestContext(req);
  if (problem.getStatus() === 401) res.set('WWW-Authenticate', 'Bearer realm="imagen-sso"');
  res
    .status(problem.getStatus())
    .set({ 'Content-Type': PROBLEM_CONTENT_TYPE, 'Cache-Control': 'no-store' })
    .end(JSON.stringify(problemBody(problem, pathOf(req), requestId)));
}

const NOT_OUR_PAGE: ReadonlySet<string> = new Set(['cross_origin', 'token_mismatch']);

function sendFailure(req: Request, res: Response, problem: ProblemError): void {
  const { requestId, tenant } = requestContext(req);
  if (problem.code === 'not_signed_in' && req.method === 'GET') {
    res.redirect(303, withQuery(paths.signIn, { returnTo: req.originalUrl }));
    return;
  }
  if (problem instanceof SignInNotRecentError) {
    const { maxAgeSeconds, returnTo } = problem;
    res.redirect(303, withQuery(paths.signIn, { maxAge: String(maxAgeSeconds), returnTo }));
    return;
  }
  const context: PageContext = {
    language: chooseLanguage(req.get('accept-language')),
    tenantName: tenant?.name ?? null,
    viewer: null,
    reference: null,
  };
  const status = problem.getStatus();
  if (status === 404) sendPage(res, <NotFoundPage context={context} />, { status });
  else if (NOT_OUR_PAGE.has(problem.code))
    sendPage(res, <OtherPagePage context={context} />, { status });
  else if (status === 401 || status === 403)
    sendPage(res, <ForbiddenPage context={context} />, { status });
  else {
    const reference = { number: shortReference(requestId), timeMs: Date.now() };
    sendPage(res, <FailedPage context={context} reference={reference} />, { status });
  }
}

/** The first ten digits of the request id: short enough for the phone, long enough to find the log line. */
function shortReference(requestId: string): string {
  const digits = requestId.replaceAll('-', '').toUpperCase();
  return `${digits.slice(0, 5)}-${digits.slice(5, 10)}`;
}
