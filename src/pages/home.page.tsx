import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Tag } from './components/tag.js';
import { Layout } from './layout.js';
import { home } from './texts/home.js';

export interface HomeLink {
  readonly href: string;
  readonly label: string;
  /** What happens there, in one sentence. */
  readonly note: string;
}

export interface HomePageProps {
  /** The one thing to try first. */
  readonly start: HomeLink;
  readonly groups: readonly { readonly title: string; readonly links: readonly HomeLink[] }[];
}

/** The bare host in development: what runs here, and where to click. */
export function HomePage({ start, groups }: HomePageProps): VNode {
  const context = { language: 'en', tenantName: null, viewer: null, reference: null } as const;
  return (
    <Layout context={context} title={home.title}>
      <div class="stack">
        <div class="hero">
          <Tag tone="warn">{home.status}</Tag>
          <h1>{home.title}</h1>
          <p class="lead">{home.intro}</p>
          <div class="actions">
            <ButtonLink href={start.href}>{start.label}</ButtonLink>
            <span class="soft">{start.note}</span>
          </div>
        </div>
        <div class="columns">
          {groups.map(({ title, links }) => (
            <section class="card" key={title}>
              <h2>{title}</h2>
              <ul class="link-list">
                {links.map(({ href, label, note }) => (
                  <li key={href}>
                    <a href={href}>{label}</a>
                    <span class="cell-second">{note}</span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <p class="soft small">{home.note}</p>
      </div>
    </Layout>
  );
}
