import type { Application } from '../application.ts';
import type { SigningCertificate } from '../certificates.ts';
import { choices, type AppSettings } from '../settings.ts';
import { html, type Html } from './html.ts';
import { renderPage } from './layout.ts';

export interface PortalApplication {
  readonly application: Application;
  readonly metadataUrl: string;
  readonly signingThumbprint: string;
}

interface TenantFacts {
  readonly loginUrl: string;
  readonly entityId: string;
}

export function portalPage(facts: TenantFacts, applications: readonly PortalApplication[]): string {
  const main = html`<h1>Single sign-on with SAML</h1>
    ${applications.map((one) => applicationSection(facts, one))}`;
  return renderPage({ title: 'Portal', width: 'wide', main });
}

function applicationSection(facts: TenantFacts, portal: PortalApplication): Html {
  const { application, metadataUrl } = portal;
  const signOnUrl =
    application.signOnUrl === '' ? 'blank: sign-in starts here' : application.signOnUrl;
  return html`<section>
    <h2>${application.name}</h2>
    <dl>
      <dt>Identifier</dt>
      <dd><code>${application.identifier}</code></dd>
      ${application.replyUrls.map(
        (url) =>
          html`<dt>Reply URL</dt>
            <dd><code>${url}</code></dd>`,
      )}
      <dt>Sign on URL</dt>
      <dd><code>${signOnUrl}</code></dd>
      <dt>Login URL</dt>
      <dd><code>${facts.loginUrl}</code></dd>
      <dt>Entra identifier</dt>
      <dd><code>${facts.entityId}</code></dd>
      <dt>Federation metadata</dt>
      <dd><a href="${metadataUrl}">${metadataUrl}</a></dd>
    </dl>
    ${testButton(application)} ${settingsForm(application)} ${certificateList(portal)}
    ${encryptionForm(application)}
  </section>`;
}

/** The same two ways as the tile of My Apps. */
function testButton(application: Application): Html {
  return application.signOnUrl === ''
    ? html`<form class="row" method="post" action="/myapps/launch">
        <button class="main" name="appId" value="${application.appId}">
          Test this application
        </button>
      </form>`
    : html`<p class="row">
        <a class="main" href="${application.signOnUrl}">Test this application</a>
      </p>`;
}

function settingsForm(application: Application): Html {
  const { settings } = application;
  return html`<form method="post" action="/portal/settings">
    <input type="hidden" name="appId" value="${application.appId}" />
    <div class="settings">
      ${choice('signedElement', 'Signing option', settings)}
      ${choice('signatureHash', 'Signing algorithm', settings)}
      ${choice('groups', 'Groups claim', settings)} ${choice('nameIdSource', 'Name ID', settings)}
    </div>
    <button>Save</button>
  </form>`;
}

function choice(name: keyof AppSettings, legend: string, settings: AppSettings): Html {
  const options = Object.entries(choices[name]).map(([value, label]) => {
    const checked = settings[name] === value ? html` checked` : null;
    return html`<label
      ><input type="radio" name="${name}" value="${value}" ${checked} /> ${label}</label
    > `;
  });
  return html`<fieldset>
    <legend>${legend}</legend>
    ${options}
  </fieldset>`;
}

/** Entra: token encryption is on while a certificate is active. */
function encryptionForm({ appId, encryptionCertificateBase64 }: Application): Html {
  return html`<h3>Token encryption</h3>
    <form method="post" action="/portal/encryption">
      <input type="hidden" name="appId" value="${appId}" />
      <p>
        <label
          >Certificate to encrypt assertions for, as PEM or base64; empty: they are not encrypted
          <textarea name="certificate" rows="4">${encryptionCertificateBase64 ?? ''}</textarea>
        </label>
      </p>
      <button>Set encryption</button>
    </form>`;
}

function certificateList(portal: PortalApplication): Html {
  const { application, signingThumbprint } = portal;
  const items = application.certificates
    .list()
    .map((certificate) => certificateItem(application.appId, certificate, signingThumbprint));
  return html`<h3>Signing certificates</h3>
    <ul class="certificates">
      ${items}
    </ul>
    <form method="post" action="/portal/certificates">
      <input type="hidden" name="appId" value="${application.appId}" />
      <button name="do" value="add">New certificate</button>
    </form>`;
}

function certificateItem(
  appId: string,
  certificate: SigningCertificate,
  signingThumbprint: string,
): Html {
  const { thumbprint } = certificate;
  const isSigning = thumbprint === signingThumbprint;
  const expires = new Date(certificate.notAfterMs).toISOString().slice(0, 10);
  const buttons = html`<form class="row" method="post" action="/portal/certificates">
    <input type="hidden" name="appId" value="${appId}" />
    <input type="hidden" name="thumbprint" value="${thumbprint}" />
    <button name="do" value="activate" aria-label="Make certificate ${thumbprint} active">
      Make active
    </button>
    <button name="do" value="remove" aria-label="Delete certificate ${thumbprint}">Delete</button>
  </form>`;
  return html`<li>
    <strong>${isSigning ? 'Active' : 'Inactive'}</strong>, expires ${expires}<br />
    <code>${thumbprint}</code>
    ${isSigning ? null : buttons}
  </li> `;
}
