import type { VNode } from 'preact';
import { CodeBlock } from '../components/code.js';
import { Table } from '../components/table.js';
import { Tag, TagList } from '../components/tag.js';
import { Nothing } from '../components/values.js';
import { apiDocs as texts } from '../texts/api-docs.js';
import { Inline, Prose } from './prose.js';
import type { ApiResponse, Content, Operation, Parameter } from './read-reference.js';
import type { SchemaField } from './read-schema.js';

/** One operation: what it does, who may, what goes in, what comes out, a line to try it with. */
export function OperationSection({ operation }: { readonly operation: Operation }): VNode {
  const { id, description, scopes, parameters, body, responses, curl } = operation;
  const title = operation.summary || `${operation.method} ${operation.path}`;
  return (
    <article class="card operation" id={id} aria-labelledby={`${id}-title`}>
      <div class="operation-head">
        <h3 id={`${id}-title`}>{title}</h3>
        <p class="operation-path">
          <Method method={operation.method} />
          <code>{operation.path}</code>
        </p>
        <Prose text={description} />
        {scopes.length > 0 && (
          <div class="scopes">
            <span class="soft small">{texts.scopes}</span> <TagList values={scopes} />
          </div>
        )}
      </div>
      {parameters.length > 0 && <Parameters rows={parameters} of={title} />}
      {body && (
        <section class="stack-near">
          <h4>{texts.body}</h4>
          <ContentView content={body} of={`${title}, ${texts.body}`} />
        </section>
      )}
      <section class="stack-near">
        <h4>{texts.call}</h4>
        <CodeBlock label={`${texts.call}: ${title}`} text={curl} />
      </section>
      <section class="stack-near">
        <h4>{texts.responses}</h4>
        {responses.map((response) => (
          <ResponseView key={response.status} response={response} of={title} />
        ))}
      </section>
    </article>
  );
}

export function Method({ method }: { readonly method: string }): VNode {
  return <span class={method === 'GET' ? 'method' : 'method method-write'}>{method}</span>;
}

function Parameters(props: { readonly rows: readonly Parameter[]; readonly of: string }): VNode {
  return (
    <section class="stack-near">
      <h4>{texts.parameters}</h4>
      <Table
        caption={texts.parametersOf(props.of)}
        columns={[
          {
            heading: texts.name,
            cell: (row: Parameter) => (
              <>
                <code>{row.name}</code>
                <span class="cell-second">
                  {texts.places[row.place] ?? row.place}
                  {row.isRequired && `, ${texts.required}`}
                </span>
              </>
            ),
          },
          { heading: texts.type, cell: (row) => row.type },
          { heading: texts.meaning, kind: 'wide', cell: meaning },
        ]}
        rows={props.rows}
        keyOf={(row) => `${row.place} ${row.name}`}
      />
    </section>
  );
}

function meaning({ description, limits }: Pick<SchemaField, 'description' | 'limits'>): VNode {
  if (description === '' && limits.length === 0) return <Nothing />;
  return (
    <>
      <Inline text={description} />
      {limits.length > 0 && <span class="cell-second">{limits.join('; ')}</span>}
    </>
  );
}

function ResponseView(props: { readonly response: ApiResponse; readonly of: string }): VNode {
  const { response, of } = props;
  const { status, description, headers, content } = response;
  const tone = status.startsWith('2') ? 'good' : status.startsWith('3') ? 'plain' : 'bad';
  const heading = (
    <>
      <Tag tone={tone}>{status}</Tag> <Inline text={description} />
    </>
  );
  if (!content && headers.length === 0) return <p class="response">{heading}</p>;
  return (
    <details open={status.startsWith('2')}>
      <summary>{heading}</summary>
      <div class="stack-near">
        {headers.length > 0 && (
          <p class="small">
            {texts.headers}: <code>{headers.join(', ')}</code>
          </p>
        )}
        {content && <ContentView content={content} of={`${of}, ${status}`} />}
      </div>
    </details>
  );
}

function ContentView({ content, of }: { readonly content: Content; readonly of: string }): VNode {
  return (
    <>
      <p class="small soft">
        <code>{content.mediaType}</code>
      </p>
      {content.fields.length > 0 && (
        <Table
          caption={texts.fieldsOf(of)}
          columns={[
            {
              heading: texts.name,
              cell: (row: SchemaField) => (
                <>
                  <code>{row.name}</code>
                  {row.isRequired && <span class="cell-second">{texts.required}</span>}
                </>
              ),
            },
            { heading: texts.type, cell: (row) => row.type },
            { heading: texts.meaning, kind: 'wide', cell: meaning },
          ]}
          rows={content.fields}
          keyOf={({ name }) => name}
        />
      )}
      {content.example !== null && <CodeBlock label={texts.exampleOf(of)} text={content.example} />}
    </>
  );
}
