import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { UsersModule } from '../users/index.js';
import { Answers } from './answers.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { ReadOnlyMiddleware } from './read-only.middleware.js';
import { AuditEventsController } from './v1/audit-events.controller.js';
import { GroupsController } from './v1/groups.controller.js';
import { RolesController } from './v1/roles.controller.js';
import { UserPages } from './v1/user-pages.js';
import { UsersController } from './v1/users.controller.js';

/** REST for Imagen's own services. */
@Module({
  imports: [AuditModule, AuthModule, UsersModule],
  controllers: [
    AuditEventsController,
    GroupsController,
    OpenApiController,
    RolesController,
    UsersController,
  ],
  providers: [Answers, UserPages],
})
export class ApiModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(ReadOnlyMiddleware).forRoutes('api/v1/*path');
  }
}
