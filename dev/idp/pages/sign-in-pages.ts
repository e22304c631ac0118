import type { Account } from '../accounts.ts';
import { signInErrors, type SignInError } from '../sign-in-error.ts';
import { html, type Html } from './html.ts';
import { renderPage } from './layout.ts';

export interface HiddenFields {
  readonly [name: string]: string;
}

function hiddenFields(fields: HiddenFields): Html[] {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

export interface AccountPicker {
  readonly applicationName: string;
  readonly action: string;
  /** Carried through the choice. */
  readonly fields: HiddenFields;
  readonly signedIn: readonly Account[];
  readonly others: readonly Account[];
  readonly asksAgain: boolean;
}

export function accountPickerPage(picker: AccountPicker): string {
  const intro = picker.asksAgain
    ? html`<p>${picker.applicationName} asks you to sign in again.</p>`
    : html`<p>to continue to ${picker.applicationName}</p>`;
  const others = accountList(picker.others);
  const main = html`<h1>Pick an account</h1>
    ${intro}
    <form method="post" action="${picker.action}">
      ${hiddenFields(picker.fields)}
      ${
        picker.signedIn.length === 0
          ? others
          : html`<h2>Signed in</h2>
              ${accountList(picker.signedIn)}
              <details>
                <summary>Use another account</summary>
                ${others}
              </details>`
      }
    </form>`;
  return renderPage({ title: 'Pick an account', width: 'narrow', main });
}

function accountList(accounts: readonly Account[]): Html {
  return html`<ul class="accounts">
    ${accounts.map(
      (account) =>
        html`<li>
          <button name="account" value="${account.objectId}">
            <span class="name">${account.displayName}</span>
            <span class="soft">${account.userPrincipalName}</span>
            <span class="soft">${account.shows}</span>
          </button>
        </li> `,
    )}
  </ul>`;
}

/** The response on its way: HTTP-POST binding (Bindings 3.5), by script where there is one, else by its button. */
export function continuePage(acsUrl: string, fields: HiddenFields): string {
  const main = html`<h1>Signing you in</h1>
    <p>If nothing happens, press the button.</p>
    <form id="continue" method="post" action="${acsUrl}">
      ${hiddenFields(fields)}
      <button class="main">Continue</button>
    </form>`;
  return renderPage({ title: 'Signing you in', width: 'narrow', main, script: 'continue' });
}

export interface ErrorFacts {
  readonly traceId: string;
  readonly correlationId: string;
  readonly atMs: number;
}

export function signInErrorPage(error: SignInError, facts: ErrorFacts): string {
  const found =
    error.found === null
      ? null
      : html`<dt>Found</dt>
          <dd><code>${error.found}</code></dd>`;
  const main = html`<h1>We cannot sign you in</h1>
    <p>AADSTS${error.code}: ${signInErrors[error.code]}</p>
    <p class="soft">
      The application hears nothing of this. Show these lines to its administrator:
    </p>
    <dl>
      <dt>Error code</dt>
      <dd>AADSTS${error.code}</dd>
      ${found}
      <dt>Trace ID</dt>
      <dd>${facts.traceId}</dd>
      <dt>Correlation ID</dt>
      <dd>${facts.correlationId}</dd>
      <dt>Timestamp</dt>
      <dd>${new Date(facts.atMs).toISOString()}</dd>
    </dl>
    <p>
      <a href="/myapps">Back to My Apps</a> or <a href="/myapps/switch">use another account</a>
    </p>`;
  return renderPage({ title: 'We cannot sign you in', width: 'narrow', main });
}

export function messagePage(title: string, sentence: string): string {
  const main = html`<h1>${title}</h1>
    <p>${sentence}</p>
    <p><a href="/myapps">Back to My Apps</a></p>`;
  return renderPage({ title, width: 'narrow', main });
}
