import { InitialSchema1795478400000 } from './1795478400000-initial-schema.js';
import { SingleLogout1795651203000 } from './1795651203000-single-logout.js';
import { Sessions1795651204000 } from './1795651204000-sessions.js';

/** Every migration, oldest first. Released ones are never edited. */
export const migrations = [
  InitialSchema1795478400000,
  SingleLogout1795651203000,
  Sessions1795651204000,
];
