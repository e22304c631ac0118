import type { ComponentChildren, VNode } from 'preact';
import { logo, styleSheet } from './assets.js';
import { Button } from './components/button.js';
import type { PageContext, Viewer } from './page-context.js';
import { paths, TOKEN_FIELD } from './paths.js';
import { textsIn } from './texts/texts-in.js';
import type { Texts } from './texts/en.js';

export type Section = 'audit' | 'users' | 'connection' | 'apiDocs';

export interface LayoutProps {
  readonly context: PageContext;
  readonly title: string;
  /** The entry of the administrators' navigation that this page belongs to. */
  readonly section?: Section;
  /** Path of a script of ours; the page's policy must allow it. */
  readonly script?: string;
  readonly children: ComponentChildren;
}

/** The skeleton of every page: head, skip link, header, content, footer. */
export function Layout({ context, title, section, script, children }: LayoutProps): VNode {
  const texts = textsIn(context.language);
  return (
    <html lang={context.language}>
      <head>
        <meta charset="utf-8" />
        <title>{[title, context.tenantName, texts.productName].filter(Boolean).join(' · ')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="icon" href={logo.path} type="image/svg+xml" />
        <link rel="stylesheet" href={styleSheet.path} />
        {script !== undefined && <script src={script} defer />}
      </head>
      <body>
        <a class="skip" href="#content">
          {texts.skipToContent}
        </a>
        <Header context={context} texts={texts} section={section} />
        <main class="page" id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer context={context} texts={texts} />
      </body>
    </html>
  );
}

interface HeaderProps {
  readonly context: PageContext;
  readonly texts: Texts;
  readonly section: Section | undefined;
}

function Header({ context, texts, section }: HeaderProps): VNode {
  const { viewer, tenantName } = context;
  const names = (
    <>
      <img src={logo.path} alt="" width="32" height="32" />
      <span class="brand-names">
        <span class="brand-product">{texts.productName}</span>
        {tenantName !== null && <bdi class="brand-tenant">{tenantName}</bdi>}
      </span>
    </>
  );
  return (
    <header class="band">
      <div class="band-inner">
        {viewer ? (
          <a class="brand" href={paths.landing}>
            {names}
          </a>
        ) : (
          <div class="brand">{names}</div>
        )}
        {viewer && <ViewerBox viewer={viewer} texts={texts} />}
        {viewer?.isAdministrator === true && <Navigation texts={texts} section={section} />}
      </div>
    </header>
  );
}

function ViewerBox({ viewer, texts }: { viewer: Viewer; texts: Texts }): VNode {
  return (
    <div class="viewer">
      <span>
        {texts.signedInAs}{' '}
        <b>
          <bdi>{viewer.name}</bdi>
        </b>
      </span>
      <form method="post" action={paths.signOut}>
        <input type="hidden" name={TOKEN_FIELD} value={viewer.signOutToken} />
        <Button look="quiet" size="small">
          {texts.signOut}
        </Button>
      </form>
    </div>
  );
}

const SECTIONS: readonly (readonly [Section, string])[] = [
  ['audit', paths.audit],
  ['users', paths.users],
  ['connection', paths.connection],
  ['apiDocs', paths.apiDocs],
];

function Navigation({ texts, section }: Pick<HeaderProps, 'texts' | 'section'>): VNode {
  return (
    <nav class="navigation" aria-label={texts.mainNavigation}>
      <ul>
        {SECTIONS.map(([name, href]) => (
          <li key={name}>
            <a href={href} aria-current={name === section ? 'page' : undefined}>
              {texts.navigation[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer({ context, texts }: { context: PageContext; texts: Texts }): VNode {
  return (
    <footer class="foot">
      <div class="foot-inner">
        <span>Imagen SSO</span>
        {context.reference !== null && (
          <span>
            {texts.reference.label} <code>{context.reference}</code>
          </span>
        )}
      </div>
    </footer>
  );
}
