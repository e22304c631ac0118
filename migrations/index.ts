import { InitialSchema1795478400000 } from './1795478400000-initial-schema.js';
import { ConnectionMetadata1795651202000 } from './1795651202000-connection-metadata.js';

/** Every migration, oldest first. Released ones are never edited. */
export const migrations = [InitialSchema1795478400000, ConnectionMetadata1795651202000];
