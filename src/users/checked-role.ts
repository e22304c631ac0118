import { UserError } from '../errors/index.js';
import { isRole, type Role, ROLES } from '../tenants/index.js';

/** @throws UserError where a mapping rule or a grant must not give the role */
export function checkedRole(text: string): Role {
  if (isRole(text)) return text;
  if (text === 'operator')
    throw new UserError(
      'role_not_assignable',
      `The role operator belongs to Imagen’s own staff and is never mapped or granted here: choose ${ROLES.join(', ')}.`,
    );
  throw new UserError(
    'role_unknown',
    `There is no role ${JSON.stringify(text)}: choose ${ROLES.join(', ')}.`,
  );
}
