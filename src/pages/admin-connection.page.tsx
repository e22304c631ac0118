import type { ComponentChildren, VNode } from 'preact';
import { AdminLayout } from './components/admin-layout.js';
import { ButtonLink } from './components/button.js';
import { CertificateList, type CertificateView } from './components/certificate-list.js';
import { Copyable } from './components/code.js';
import { EmptyState } from './components/empty-state.js';
import { KeyValues, type KeyValue } from './components/key-values.js';
import { MetadataCard, type MetadataView } from './components/metadata-card.js';
import { Stamp } from './components/moment.js';
import { Table } from './components/table.js';
import { Tag } from './components/tag.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { admin } from './texts/admin.js';

export interface ConnectionView {
  readonly name: string;
  readonly state: keyof typeof admin.connectionStates;
  readonly version: number;
  readonly updatedAtMs: number;
  readonly idpEntityId: string;
  readonly entraTenantId: string | null;
  readonly ssoRedirectUrl: string | null;
  readonly ssoPostUrl: string | null;
  readonly sloRedirectUrl: string | null;
  readonly sloPostUrl: string | null;
  readonly metadataUrl: string | null;
  readonly subjectSource: string;
  readonly signedElement: keyof typeof admin.connection.signedElements;
  readonly clockSkewSeconds: number;
  readonly groupsOverage: keyof typeof admin.connection.overages;
  readonly adoptsByUpnUntilMs: number | null;
}

export interface MappingRuleRow {
  readonly id: string;
  readonly source: keyof typeof admin.connection.ruleSources;
  readonly attributeName: string | null;
  readonly value: string;
  readonly label: string | null;
  readonly role: string;
}

export interface AdminConnectionPageProps {
  readonly context: PageContext;
  /** Null before the first import. */
  readonly connection: ConnectionView | null;
  readonly certificates: readonly CertificateView[];
  /** Null where it was imported from a file. */
  readonly metadata: MetadataView | null;
  readonly mappingRules: readonly MappingRuleRow[];
  readonly tenant: {
    readonly jitEnabled: boolean;
    readonly defaultRole: string | null;
    readonly requiresRoleMatch: boolean;
  };
  /** What the customer's IT administrator pastes into the IdP. */
  readonly ours: {
    readonly entityId: string;
    readonly acsUrl: string;
    readonly signOnUrl: string;
    readonly sloUrl: string;
    readonly metadataUrl: string;
  };
  readonly nowMs: number;
}

const texts = admin.connection;

/** GET /admin/connection */
export function AdminConnectionPage(props: AdminConnectionPageProps): VNode {
  const { context, connection } = props;
  return (
    <AdminLayout
      context={context}
      section="connection"
      title={texts.title}
      heading={
        connection && (
          <>
            <bdi>{connection.name}</bdi> <StateTag state={connection.state} />
          </>
        )
      }
      intro={texts.intro}
    >
      <Ours {...props.ours} />
      {connection ? (
        <div class="columns">
          <section class="card">
            <h2>{texts.idp}</h2>
            <KeyValues items={idpFacts(connection)} />
          </section>
          <section class="card">
            <h2>{texts.policies}</h2>
            <KeyValues items={policyFacts(connection, props.tenant)} />
            {connection.state !== 'retired' && (
              <div class="actions">
                <ButtonLink href={paths.connectionRules} look="quiet">
                  {texts.changeRules}
                </ButtonLink>
              </div>
            )}
          </section>
        </div>
      ) : (
        <EmptyState title={texts.noneTitle} text={texts.noneText} />
      )}
      {connection && (
        <section class="stack-near">
          <h2>{texts.certificates}</h2>
          <p class="soft">{texts.certificatesText}</p>
          <CertificateList certificates={props.certificates} nowMs={props.nowMs} />
        </section>
      )}
      {connection && <MetadataCard url={connection.metadataUrl} metadata={props.metadata} />}
      <Rules rows={props.mappingRules} />
    </AdminLayout>
  );
}

function StateTag({ state }: { readonly state: ConnectionView['state'] }): VNode {
  return state === 'active' ? (
    <Tag tone="good" icon="check">
      {admin.connectionStates.active}
    </Tag>
  ) : (
    <Tag>{admin.connectionStates[state]}</Tag>
  );
}

function Ours(props: AdminConnectionPageProps['ours']): VNode {
  return (
    <section class="card">
      <div>
        <h2>{texts.ours}</h2>
        <p class="soft">{texts.oursText}</p>
      </div>
      <KeyValues
        items={[
          { label: texts.identifier, value: <Copyable value={props.entityId} /> },
          { label: texts.replyUrl, value: <Copyable value={props.acsUrl} /> },
          { label: texts.signOnUrl, value: <Copyable value={props.signOnUrl} /> },
          { label: texts.sloUrl, value: <Copyable value={props.sloUrl} /> },
          { label: texts.metadata, value: <Copyable value={props.metadataUrl} /> },
        ]}
      />
    </section>
  );
}

function idpFacts(connection: ConnectionView): readonly KeyValue[] {
  const given = (label: string, value: string | null): KeyValue[] =>
    value === null ? [] : [{ label, value: <bdi>{value}</bdi> }];
  return [
    ...given(texts.entityId, connection.idpEntityId),
    ...given(texts.entraTenant, connection.entraTenantId),
    ...given(texts.ssoRedirect, connection.ssoRedirectUrl),
    ...given(texts.ssoPost, connection.ssoPostUrl),
    ...given(texts.sloRedirect, connection.sloRedirectUrl),
    ...given(texts.sloPost, connection.sloPostUrl),
    { label: texts.version, value: connection.version },
    { label: texts.updated, value: <Stamp ms={connection.updatedAtMs} /> },
  ];
}

function policyFacts(
  connection: ConnectionView,
  tenant: AdminConnectionPageProps['tenant'],
): readonly KeyValue[] {
  const { adoptsByUpnUntilMs: adoptsUntil } = connection;
  return [
    { label: texts.subjectSource, value: <code>{connection.subjectSource}</code> },
    { label: texts.signedElement, value: texts.signedElements[connection.signedElement] },
    { label: texts.clockSkew, value: texts.seconds(connection.clockSkewSeconds) },
    { label: texts.overage, value: texts.overages[connection.groupsOverage] },
    { label: texts.jit, value: tenant.jitEnabled ? texts.jitOn : texts.jitOff },
    { label: texts.noMatch, value: withoutMatch(tenant) },
    ...(adoptsUntil === null ? [] : [{ label: texts.adoption, value: <Stamp ms={adoptsUntil} /> }]),
  ];
}

function withoutMatch(tenant: AdminConnectionPageProps['tenant']): ComponentChildren {
  if (tenant.requiresRoleMatch) return texts.noMatchRefused;
  if (tenant.defaultRole === null) return texts.noMatchNothing;
  return (
    <>
      {texts.noMatchRole} <Tag>{tenant.defaultRole}</Tag>
    </>
  );
}

function Rules({ rows }: { readonly rows: readonly MappingRuleRow[] }): VNode {
  return (
    <section class="stack-near">
      <h2>{texts.rules}</h2>
      {rows.length === 0 ? (
        <EmptyState title={texts.noRules} text={texts.noRulesText} />
      ) : (
        <Table
          caption={texts.rulesCaption}
          columns={[
            { heading: texts.ruleSource, cell: ruleSource },
            { heading: texts.ruleValue, kind: 'wide', cell: ruleValue },
            { heading: texts.ruleRole, cell: ({ role }) => <Tag>{role}</Tag> },
          ]}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
    </section>
  );
}

function ruleSource({ source, attributeName }: MappingRuleRow): VNode {
  return (
    <>
      {texts.ruleSources[source]}
      {attributeName !== null && <code class="cell-second">{attributeName}</code>}
    </>
  );
}

function ruleValue({ label, value }: MappingRuleRow): VNode {
  return label === null ? (
    <bdi>{value}</bdi>
  ) : (
    <>
      <bdi>{label}</bdi>
      <bdi class="cell-second">{value}</bdi>
    </>
  );
}
