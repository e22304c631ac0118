import type { VNode } from 'preact';
import { Method, OperationSection } from './api-docs/operation-section.js';
import { ProblemList } from './api-docs/problem-list.js';
import { Prose } from './api-docs/prose.js';
import { readReference, type ApiReference } from './api-docs/read-reference.js';
import { AdminLayout } from './components/admin-layout.js';
import { ButtonLink } from './components/button.js';
import { EmptyState } from './components/empty-state.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { apiDocs as texts } from './texts/api-docs.js';

export interface ApiDocsPageProps {
  readonly context: PageContext;
  /** An OpenAPI 3.1 document. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Origin for the lines to try, from PUBLIC_URL. */
  readonly baseUrl: string;
}

/** GET /api/docs: the OpenAPI document as a page, made on the server. */
export function ApiDocsPage({ context, document, baseUrl }: ApiDocsPageProps): VNode {
  const reference = readReference(document, baseUrl);
  return (
    <AdminLayout
      context={context}
      section="apiDocs"
      title={reference.title || texts.title}
      intro={texts.version(reference.version)}
      actions={
        <ButtonLink href={paths.openApi} look="quiet" size="small">
          {texts.document}
        </ButtonLink>
      }
    >
      {reference.groups.length === 0 ? (
        <EmptyState title={texts.emptyTitle} text={texts.emptyText} />
      ) : (
        <div class="api">
          <Contents reference={reference} />
          <div class="api-operations">
            <div class="prose">
              <Prose text={reference.description} />
            </div>
            {reference.groups.map(({ name, description, operations }) => (
              <section class="api-group" key={name} aria-label={name}>
                <div class="prose">
                  <h2>{name}</h2>
                  <Prose text={description} />
                </div>
                {operations.map((operation) => (
                  <OperationSection key={operation.id} operation={operation} />
                ))}
              </section>
            ))}
            <ProblemList problems={reference.problems} />
          </div>
        </div>
      )}
    </AdminLayout>
  );
}

function Contents({ reference }: { readonly reference: ApiReference }): VNode {
  return (
    <nav class="api-contents" aria-label={texts.contents}>
      <ul>
        {reference.groups.map(({ name, operations }) => (
          <li key={name}>
            <strong class="small">{name}</strong>
            <ul>
              {operations.map(({ id, method, path, summary }) => (
                <li key={id}>
                  <a href={`#${id}`}>
                    <Method method={method} />
                    <span>{summary || path}</span>
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        {reference.problems.length > 0 && (
          <li>
            <a href="#problems">{texts.problems}</a>
          </li>
        )}
      </ul>
    </nav>
  );
}
