import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';
import type {
  ConnectionState,
  Encryption,
  GroupsOverage,
  IdpInitiated,
  NameIdFormat,
  SignedElement,
  SloAnswer,
  Switch,
} from './connection.js';

@Entity({ name: 'connections' })
@Index('connections_active_tenant_uq', ['activeTenantId'], { unique: true })
@Index('connections_tenant_ix', ['tenantId', 'id'])
export class ConnectionEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  /** The tenant's id while active, else null: its unique index allows one active connection per tenant. */
  @Column(idColumn('active_tenant_id', { nullable: true }))
  activeTenantId: string | null;

  @Column(textColumn('state', 20))
  state: ConnectionState;

  @Column({ name: 'version', type: 'int' })
  version: number;

  @Column(textColumn('name', 200))
  name: string;

  @Column(textColumn('idp_entity_id', 1024))
  idpEntityId: string;

  @Column(textColumn('sso_redirect_url', 2048, { nullable: true }))
  ssoRedirectUrl: string | null;

  @Column(textColumn('sso_post_url', 2048, { nullable: true }))
  ssoPostUrl: string | null;

  @Column(textColumn('slo_redirect_url', 2048, { nullable: true }))
  sloRedirectUrl: string | null;

  @Column(textColumn('slo_post_url', 2048, { nullable: true }))
  sloPostUrl: string | null;

  @Column(textColumn('metadata_url', 2048, { nullable: true }))
  metadataUrl: string | null;

  @Column(textColumn('subject_source', 512))
  subjectSource: string;

  @Column(textColumn('signed_element', 20))
  signedElement: SignedElement;

  @Column({ name: 'clock_skew_seconds', type: 'int' })
  clockSkewSeconds: number;

  @Column(textColumn('groups_overage', 20))
  groupsOverage: GroupsOverage;

  @Column(textColumn('entra_tenant_id', 64, { nullable: true }))
  entraTenantId: string | null;

  @Column(timeColumn('adopts_by_upn_until_ms', { nullable: true }))
  adoptsByUpnUntilMs: number | null;

  @Column({ ...textColumn('single_logout', 10), default: 'on' })
  singleLogout: Switch;

  @Column({ ...textColumn('slo_answer', 10), default: 'auto' })
  sloAnswer: SloAnswer;

  @Column({ name: 'slo_redirect_response_url', type: 'text', nullable: true })
  sloRedirectResponseUrl: string | null;

  @Column({ name: 'slo_post_response_url', type: 'text', nullable: true })
  sloPostResponseUrl: string | null;

  @Column(timeColumn('sha1_until_ms', { nullable: true }))
  sha1UntilMs: number | null;

  @Column({ ...textColumn('encryption', 10), default: 'optional' })
  encryption: Encryption;

  @Column({ ...textColumn('name_id_format', 20), default: 'none' })
  nameIdFormat: NameIdFormat;

  @Column({ name: 'authn_context', type: 'text', nullable: true })
  authnContext: string | null;

  @Column({ ...textColumn('force_authn', 10), default: 'off' })
  forceAuthn: Switch;

  @Column({ ...textColumn('login_hint', 10), default: 'off' })
  loginHint: Switch;

  @Column({ ...textColumn('sign_requests', 10), default: 'off' })
  signRequests: Switch;

  @Column({ ...textColumn('idp_initiated', 10), default: 'off' })
  idpInitiated: IdpInitiated;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;

  @Column(timeColumn('updated_at_ms'))
  updatedAtMs: number;
}
