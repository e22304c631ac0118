import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeysModule } from '../../api-keys/index.js';
import { SecretsModule } from '../../secrets/index.js';
import { AuditModule } from '../../audit/index.js';
import { FormTokens } from './form-token.js';
import { SessionCache } from './session-cache.js';
import { SessionRecordsModule } from './session-records.module.js';
import { SessionEntity } from './session.entity.js';
import { SessionsOpen } from './sessions.open.js';
import { SessionsService } from './sessions.service.js';
import { SubjectSessions } from './subject-sessions.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([SessionEntity]),
    ApiKeysModule,
    AuditModule,
    SecretsModule,
    SessionRecordsModule,
  ],
  providers: [FormTokens, SessionCache, SessionsOpen, SessionsService, SubjectSessions],
  exports: [
    FormTokens,
    SessionRecordsModule,
    SessionsOpen,
    SessionsService,
    SubjectSessions,
    ApiKeysModule,
  ],
})
export class SessionModule {}
