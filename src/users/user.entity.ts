import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flagColumn, idColumn, textColumn, timeColumn } from '../database/index.js';

/** A person of one tenant. Who it is stands in identityHash; everything else follows the identity provider. */
@Entity({ name: 'users' })
@Index('users_identity_uq', ['tenantId', 'identityHash'], { unique: true })
@Index('users_tenant_ix', ['tenantId', 'id'])
@Index('users_subject_ix', ['tenantId', 'subjectLower', 'id'])
@Index('users_email_ix', ['tenantId', 'emailLower', 'id'])
@Index('users_updated_ix', ['tenantId', 'updatedAtMs', 'id'])
@Index('users_state_ix', ['tenantId', 'state', 'id'])
export class UserEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(textColumn('identity_hash', 64))
  identityHash: string;

  @Column(textColumn('idp_entity_id', 1024))
  idpEntityId: string;

  @Column(textColumn('stable_id', 1024))
  stableId: string;

  @Column(textColumn('subject', 512, { nullable: true }))
  subject: string | null;

  @Column(textColumn('subject_lower', 512, { nullable: true }))
  subjectLower: string | null;

  @Column(textColumn('email', 320, { nullable: true }))
  email: string | null;

  @Column(textColumn('email_lower', 320, { nullable: true }))
  emailLower: string | null;

  @Column(textColumn('display_name', 512))
  displayName: string;

  @Column(textColumn('given_name', 256, { nullable: true }))
  givenName: string | null;

  @Column(textColumn('surname', 256, { nullable: true }))
  surname: string | null;

  @Column(textColumn('state', 20))
  state: 'active' | 'suspended';

  /** Sessions opened before it are not live: one write ends all of a person's sessions. */
  @Column(timeColumn('sessions_not_before_ms'))
  sessionsNotBeforeMs: number;

  /** Whether the memberships are those of the last sign-in. No: the provider could not tell, they are older. */
  @Column(flagColumn('groups_known'))
  groupsKnown: boolean;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;

  /** Profile, groups, roles or state; a sign-in that changes none of them leaves it alone. */
  @Column(timeColumn('updated_at_ms'))
  updatedAtMs: number;

  @Column(timeColumn('last_sign_in_at_ms', { nullable: true }))
  lastSignInAtMs: number | null;
}
