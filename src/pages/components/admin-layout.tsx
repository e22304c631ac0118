import type { ComponentChildren, VNode } from 'preact';
import { Layout, type Section } from '../layout.js';
import type { PageContext } from '../page-context.js';

export interface AdminLayoutProps {
  readonly context: PageContext;
  readonly section?: Section;
  readonly title: string;
  readonly heading?: ComponentChildren;
  readonly intro?: ComponentChildren;
  /** One level up. */
  readonly back?: { readonly href: string; readonly words: string };
  /** Beside the heading: what can be done with the whole page. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of administrators: wide, in English whatever the browser prefers. */
export function AdminLayout(props: AdminLayoutProps): VNode {
  const { context, title, heading, intro, back, actions, children, section } = props;
  return (
    <Layout
      context={{ ...context, language: 'en' }}
      title={title}
      {...(section === undefined ? {} : { section })}
    >
      <div class="stack">
        <div class="page-head">
          <div>
            {back && (
              <a class="back" href={back.href}>
                <span aria-hidden="true">‹ </span>
                {back.words}
              </a>
            )}
            <h1>{heading ?? title}</h1>
            {intro !== undefined && <p>{intro}</p>}
          </div>
          {actions !== undefined && <div class="actions">{actions}</div>}
        </div>
        {children}
      </div>
    </Layout>
  );
}
