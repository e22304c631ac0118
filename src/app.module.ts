import {
  type DynamicModule,
  type MiddlewareConsumer,
  Module,
  type NestModule,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AdminModule } from './admin/index.js';
import { ApiModule } from './api/index.js';
import { AccessGuard, AuthModule } from './auth/index.js';
import { ConfigurationModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import {
  ContextMiddleware,
  HttpModule,
  RateLimitMiddleware,
  securityHeaders,
} from './http/index.js';
import { OperationsModule } from './operations/index.js';
import { FailureFilter, PagesModule } from './pages/index.js';
import { TelemetryModule } from './telemetry/index.js';
import { TenantMiddleware, TenantsModule } from './tenants/index.js';

/** The composition root: every module, and everything global, named once. */
@Module({})
export class AppModule implements NestModule {
  /** @param settings replaces the environment: tests and tools that bring their own */
  static forRoot(settings?: Readonly<Record<string, string>>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.forRoot(settings),
        TelemetryModule,
        DatabaseModule,
        HttpModule,
        PagesModule,
        TenantsModule,
        AuthModule,
        AdminModule,
        ApiModule,
        OperationsModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: FailureFilter },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    // In this order: who calls, how often, and which tenant, before any route is looked for.
    consumer
      .apply(ContextMiddleware, securityHeaders, RateLimitMiddleware, TenantMiddleware)
      .forRoutes('{*everything}');
  }
}
