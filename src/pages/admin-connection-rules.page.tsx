import type { VNode } from 'preact';
import { AdminLayout } from './components/admin-layout.js';
import { Button, ButtonLink } from './components/button.js';
import { type OptionGroup, SelectField, TextField } from './components/field.js';
import { Notice } from './components/notice.js';
import type { PageContext } from './page-context.js';
import { paths, SEEN_FIELD, TOKEN_FIELD } from './paths.js';
import { connectionRules as texts } from './texts/connection.js';

export type RuleName = keyof typeof texts.fields;
export const RULE_NAMES = Object.keys(texts.fields) as readonly RuleName[];

export type RuleProblem =
  'changed_meanwhile' | { readonly field: RuleName | null; readonly text: string };

export interface AdminConnectionRulesPageProps {
  readonly context: PageContext;
  /** As they are, or as somebody typed them. */
  readonly values: Readonly<Record<RuleName, string>>;
  /** Why nothing was saved; null: nothing was tried. */
  readonly problem: RuleProblem | null;
  /** The moment of the connection's last change: whoever saves over another's change is told. */
  readonly seenMs: number;
  readonly token: string;
}

/** GET /admin/connection/rules: a form of what an administrator decides. */
export function AdminConnectionRulesPage(props: AdminConnectionRulesPageProps): VNode {
  const { context, problem, seenMs, token } = props;
  return (
    <AdminLayout
      context={context}
      section="connection"
      title={texts.title}
      heading={texts.title}
      intro={texts.intro}
    >
      {problem && (
        <Notice tone="bad" title={texts.notSaved}>
          <p>{problem === 'changed_meanwhile' ? texts.changedMeanwhile : problem.text}</p>
        </Notice>
      )}
      <form class="card" method="post" action={paths.connectionRules}>
        <input type="hidden" name={TOKEN_FIELD} value={token} />
        <input type="hidden" name={SEEN_FIELD} value={seenMs} />
        {RULE_NAMES.map((name) => (
          <RuleField key={name} name={name} {...props} />
        ))}
        <div class="actions">
          <Button>{texts.save}</Button>
          <ButtonLink href={paths.connection} look="quiet">
            {texts.cancel}
          </ButtonLink>
        </div>
      </form>
    </AdminLayout>
  );
}

function RuleField(props: AdminConnectionRulesPageProps & { readonly name: RuleName }): VNode {
  const { name, values, problem } = props;
  const field: { label: string; hint: string; choices?: Readonly<Record<string, string>> } =
    texts.fields[name];
  const common = {
    ...{ name, label: field.label, hint: field.hint, value: values[name] },
    problem:
      problem !== null && problem !== 'changed_meanwhile' && problem.field === name
        ? problem.text
        : undefined,
  };
  if (!field.choices) return <TextField {...common} />;
  const group: OptionGroup = { label: null, options: Object.entries(field.choices) };
  return <SelectField {...common} groups={[group]} />;
}
