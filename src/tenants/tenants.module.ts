import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { TenantMiddleware } from './host.middleware.js';
import { TenantCache } from './tenant-cache.js';
import { TenantEntity } from './tenant.entity.js';
import { TenantsService } from './tenants.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TenantEntity]), AuditModule],
  providers: [TenantCache, TenantMiddleware, TenantsService],
  exports: [TenantsService],
})
export class TenantsModule {}
