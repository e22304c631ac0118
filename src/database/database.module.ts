import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { AppConfig } from '../config/index.js';
import { Clock } from './clock.js';
import { dataSourceOptions, openDataSource } from './data-source.js';
import { Database } from './database.js';
import { Migrator } from './migrator.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        ...dataSourceOptions(config),
        autoLoadEntities: true,
        retryAttempts: config.environment === 'production' ? 5 : 0,
        retryDelay: 1000,
      }),
      dataSourceFactory: (options) => openDataSource(options as DataSourceOptions),
    }),
  ],
  providers: [Clock, Database, Migrator, Transactions],
  exports: [Clock, Database, Migrator, Transactions],
})
export class DatabaseModule {}
