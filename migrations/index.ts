import { InitialSchema1795478400000 } from './1795478400000-initial-schema.js';
import { SpKeys1795651200000 } from './1795651200000-sp-keys.js';
import { ConnectionMetadata1795651202000 } from './1795651202000-connection-metadata.js';
import { SingleLogout1795651203000 } from './1795651203000-single-logout.js';
import { Sessions1795651204000 } from './1795651204000-sessions.js';
import { ConnectionPolicies1795651205000 } from './1795651205000-connection-policies.js';
import { AttackDrill1795651207000 } from './1795651207000-attack-drill.js';

/** Every migration, oldest first. Released ones are never edited. */
export const migrations = [
  InitialSchema1795478400000,
  SpKeys1795651200000,
  ConnectionMetadata1795651202000,
  SingleLogout1795651203000,
  Sessions1795651204000,
  ConnectionPolicies1795651205000,
  AttackDrill1795651207000,
];
