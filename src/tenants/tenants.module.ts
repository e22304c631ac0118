import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { AttackDrills } from './attack-drills.js';
import { TenantMiddleware } from './host.middleware.js';
import { TenantCache } from './tenant-cache.js';
import { TenantEntity } from './tenant.entity.js';
import { TenantsService } from './tenants.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TenantEntity]), AuditModule],
  providers: [AttackDrills, TenantCache, TenantMiddleware, TenantsService],
  exports: [AttackDrills, TenantsService],
})
export class TenantsModule {}
