import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { formBody } from '../http/index.js';
import { UsersModule } from '../users/index.js';
import { AdminPages } from './admin-pages.js';
import { AuditReading } from './audit/audit-reading.js';
import { AuditController } from './audit/audit.controller.js';
import { AdminConnectionController } from './connection/connection.controller.js';
import { ConnectionRulesController } from './connection/connection-rules.controller.js';
import { AdminUsersController } from './users/users.controller.js';

/** The pages of a tenant's administrators. */
@Module({
  imports: [AuditModule, AuthModule, ConnectionsModule, UsersModule],
  controllers: [
    AuditController,
    AdminConnectionController,
    AdminUsersController,
    ConnectionRulesController,
  ],
  providers: [AdminPages, AuditReading],
})
export class AdminModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(formBody).forRoutes(AdminUsersController, ConnectionRulesController);
  }
}
