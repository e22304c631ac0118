import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { TenantsModule } from '../tenants/index.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeysCheck } from './api-keys.check.js';
import { ApiKeysService } from './api-keys.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity]), AuditModule, TenantsModule],
  providers: [ApiKeysCheck, ApiKeysService],
  exports: [ApiKeysService],
})
export class ApiKeysModule {}
