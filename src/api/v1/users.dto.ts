import { IsIn, IsOptional } from 'class-validator';
import { ROLES } from '../../tenants/index.js';
import {
  ANY_ID,
  ANY_TIME,
  type Described,
  IsId,
  IsText,
  IsTime,
  pageQuery,
  PageQuery,
  text,
} from '../parameters.js';

const STATES = ['active', 'suspended'] as const;
const MAX_GROUP_LENGTH = 1024;

/** Conditions on a list of users; all of those given must hold. */
export class UsersQuery extends PageQuery {
  @IsOptional() @IsId() id?: string;
  @IsOptional() @IsText() subject?: string;
  @IsOptional() @IsText() email?: string;
  @IsOptional() @IsText(MAX_GROUP_LENGTH) group?: string;
  @IsOptional() @IsIn(ROLES, { message: `must be one of ${ROLES.join(', ')}` }) role?: string;
  @IsOptional()
  @IsIn(STATES, { message: `must be one of ${STATES.join(', ')}` })
  state?: (typeof STATES)[number];
  @IsOptional() @IsText() q?: string;
  @IsOptional() @IsTime() changedSince?: string;
}

export const usersQuery: Described<UsersQuery> = {
  id: { description: 'This user.', schema: ANY_ID },
  subject: {
    description: 'The alias, whole; case does not count.',
    schema: text(),
    example: 'B.Simon@acme.example',
  },
  email: {
    description: 'The e-mail address, whole; case does not count. Several people may have it.',
    schema: text(),
    example: 'britta.simon@acme.example',
  },
  group: {
    description: 'In this group: our id, or the value that the identity provider sends.',
    schema: text(MAX_GROUP_LENGTH),
  },
  role: {
    description: 'With this role, mapped or given by hand.',
    schema: { type: 'string', enum: ROLES },
  },
  state: { description: 'Active, or suspended.', schema: { type: 'string', enum: STATES } },
  q: {
    description: 'What alias or e-mail address begins with; case does not count.',
    schema: text(),
    example: 'b.si',
  },
  changedSince: {
    description: 'Profile, groups, roles or state changed at that time or later.',
    schema: ANY_TIME,
    example: '2026-11-24T14:05:09.123Z',
  },
  ...pageQuery,
};

export class GroupsQuery extends PageQuery {
  @IsOptional() @IsText(MAX_GROUP_LENGTH) value?: string;
}

export const groupsQuery: Described<GroupsQuery> = {
  value: {
    description: 'This group, by the value that the identity provider sends.',
    schema: text(MAX_GROUP_LENGTH),
    example: 'c1f0a9e2-7b43-4b8e-9f6d-2a1b3c4d5e6f',
  },
  ...pageQuery,
};
