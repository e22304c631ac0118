import { IsIn, IsOptional, Length } from 'class-validator';
import { ROLES } from '../../tenants/index.js';
import type { ListedUser } from '../../users/index.js';
import { timeText } from '../answers.js';
import { IsId, IsTime, PageQuery } from '../parameters.js';

const LENGTH = { message: 'must have 1 to 512 characters' };

/** Conditions on a list of users; all of those given must hold. */
export class UsersQuery extends PageQuery {
  @IsOptional() @IsId() id?: string;
  @IsOptional() @Length(1, 512, LENGTH) subject?: string;
  @IsOptional() @Length(1, 512, LENGTH) email?: string;
  @IsOptional() @Length(1, 512, LENGTH) group?: string;
  @IsOptional() @IsIn(ROLES, { message: `must be one of ${ROLES.join(', ')}` }) role?: string;
  @IsOptional() @IsIn(['active', 'suspended'], { message: 'must be active or suspended' }) state?:
    'active' | 'suspended';
  @IsOptional() @Length(1, 512, LENGTH) q?: string;
  @IsOptional() @IsTime() changedSince?: string;
}

export interface UserJson {
  readonly id: string;
  readonly subject: string | null;
  readonly email: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly state: string;
  readonly roles: readonly string[];
  readonly groupsKnown: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastSignInAt: string | null;
}

export function userJson(user: ListedUser): UserJson {
  return {
    id: user.id,
    subject: user.subject,
    email: user.email,
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    state: user.state,
    roles: user.roles.effective,
    groupsKnown: user.groupsKnown,
    createdAt: timeText(user.createdAtMs),
    updatedAt: timeText(user.updatedAtMs),
    lastSignInAt: timeText(user.lastSignInAtMs),
  };
}
