import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AdminModule } from './admin/index.js';
import { ApiModule } from './api/index.js';
import { AccessGuard, AuthModule } from './auth/index.js';
import { ConfigurationModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { HttpModule } from './http/index.js';
import { OperationsModule } from './operations/index.js';
import { FailureFilter, PagesModule } from './pages/index.js';
import { TelemetryModule } from './telemetry/index.js';
import { TenantsModule } from './tenants/index.js';

/** The composition root: every module, and everything global, named once. */
@Module({})
export class AppModule {
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
}
