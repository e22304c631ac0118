import type { Account } from '../accounts.ts';
import type { Application } from '../application.ts';
import { html, type Html } from './html.ts';
import { renderPage } from './layout.ts';

export function myAppsPage(account: Account, applications: readonly Application[]): string {
  const tiles =
    applications.length === 0
      ? html`<p>No application is assigned to you.</p>`
      : html`<ul class="tiles">
          ${applications.map((application) => tile(application))}
        </ul>`;
  const main = html`<h1>My Apps</h1>
    <p class="soft">Signed in as ${account.displayName} (${account.userPrincipalName})</p>
    ${tiles}
    <div class="row">
      <form method="post" action="/myapps/sign-out"><button>Sign out</button></form>
      <a href="/myapps/switch">Use another account</a>
    </div>`;
  return renderPage({ title: 'My Apps', width: 'wide', main });
}

/** With a Sign-on URL the tile opens that; without, it asks for an unsolicited response. */
function tile(application: Application): Html {
  const face = html`<span aria-hidden="true">${application.name.slice(0, 1)}</span
    ><span>${application.name}</span>`;
  return application.signOnUrl === ''
    ? html`<li>
        <form method="post" action="/myapps/launch">
          <button class="tile" name="appId" value="${application.appId}">${face}</button>
        </form>
      </li>`
    : html`<li><a class="tile" href="${application.signOnUrl}">${face}</a></li>`;
}
