import type { RefusalCode } from './catalogue.js';

/** What an operator needs to understand a refusal: short values, never a secret or a whole message. */
export type Facts = Readonly<Record<string, string>>;

export interface Accepted<T> {
  readonly accepted: true;
  readonly value: T;
}

export interface Refused {
  readonly accepted: false;
  readonly code: RefusalCode;
  readonly facts: Facts;
}

/** The answer of every rule that can say no. A refusal is a value, not an exception. */
export type Decision<T> = Accepted<T> | Refused;

export function accept<T>(value: T): Accepted<T> {
  return { accepted: true, value };
}

export function refuse(code: RefusalCode, facts: Facts = {}): Refused {
  return { accepted: false, code, facts };
}
