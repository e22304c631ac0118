import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { SecretsModule } from '../secrets/index.js';
import { TenantsModule } from '../tenants/index.js';
import { CleanUp } from './clean-up.js';
import { ConnectionDrain } from './connection-drain.js';
import { DevelopmentHome } from './development-home.js';
import { HealthController } from './health.controller.js';
import { HomeController } from './home.controller.js';
import { MetadataUpkeep } from './metadata-upkeep.js';
import { MetricsServer } from './metrics-server.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [AuditModule, AuthModule, ConnectionsModule, SecretsModule, TenantsModule],
  controllers: [HealthController, HomeController],
  providers: [CleanUp, ConnectionDrain, DevelopmentHome, MetadataUpkeep, MetricsServer, Readiness],
  exports: [CleanUp, MetadataUpkeep],
})
export class OperationsModule {}
