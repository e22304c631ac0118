/**
 * The customers: who they are by host, and how their people get accounts and roles. Owns the table `tenants`. Promises that
 * a host without an active connection cannot be told from an unknown one, and that every change is on the record.
 */
export { AttackDrills, DRILL_MINUTES } from './attack-drills.js';
export { liveTenantOf, TenantMiddleware } from './host.middleware.js';
export { isRole, type Role, ROLES } from './roles.js';
export type { Tenant } from './tenant.js';
export { TenantEntity } from './tenant.entity.js';
export { TenantsModule } from './tenants.module.js';
export { type NewTenant, TenantsService, type TenantSettings } from './tenants.service.js';
