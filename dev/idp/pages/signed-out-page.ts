import { html } from './html.ts';
import { renderPage } from './layout.ts';

/** Entra's page after a sign-out, with one iframe for every application that is told. */
export function signedOutPage(logoutUrls: readonly string[]): string {
  const main = html`<h1>You signed out of your account</h1>
    <p>It is a good idea to close all windows.</p>
    ${logoutUrls.map(
      (url) => html`<iframe title="Signing out of an application" src="${url}" hidden></iframe>`,
    )}`;
  return renderPage({ title: 'You signed out of your account', width: 'narrow', main });
}
