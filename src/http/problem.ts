import { HttpException } from '@nestjs/common';

export interface FieldProblem {
  readonly pointer: string; // a query parameter's name, or a JSON pointer into the body
  readonly detail: string;
}

/** An answer of RFC 9457. `code` is ours and stable; `detail` is for the developer who reads it. */
export class ProblemError extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly errors?: readonly FieldProblem[],
  ) {
    super(title, status);
    this.name = 'ProblemError';
  }
}

/** The person authenticated too long ago for this: `returnTo` is where to go on after doing so again. */
export class SignInNotRecentError extends ProblemError {
  constructor(
    readonly maxAgeSeconds: number,
    readonly returnTo: string,
  ) {
    super(401, 'sign_in_not_recent', 'This needs a recent sign-in.');
    this.name = 'SignInNotRecentError';
  }
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly instance: string;
  readonly requestId: string;
  readonly errors?: readonly FieldProblem[];
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** @param instance the request's path, without its query */
export function problemBody(error: ProblemError, instance: string, requestId: string): ProblemBody {
  return {
    type: `/api/docs#problem-${error.code.replaceAll('_', '-')}`,
    title: error.title,
    status: error.getStatus(),
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    instance,
    requestId,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
}
