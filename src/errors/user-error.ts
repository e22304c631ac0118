/**
 * A mistake of the caller (CLI, API, form) that one plain sentence explains, with what to do about it.
 * The CLI prints the sentence and exits 1; the API answers problem+json with `status` and `code`.
 */
export class UserError extends Error {
  constructor(
    readonly code: string, // thing_problem, like refusal codes: `metadata_is_html`
    message: string, // one sentence for people
    readonly status = 400,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UserError';
  }
}
