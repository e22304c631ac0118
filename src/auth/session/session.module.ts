import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeysModule } from '../../api-keys/index.js';
import { SecretsModule } from '../../secrets/index.js';
import { AuditModule } from '../../audit/index.js';
import { FormTokens } from './form-token.js';
import { SessionEntity } from './session.entity.js';
import { SessionCache } from './session-cache.js';
import { SessionsDirectory } from './sessions.directory.js';
import { SessionsEnd } from './sessions.end.js';
import { SessionsOpen } from './sessions.open.js';
import { SessionsRevoke } from './sessions.revoke.js';
import { SessionsService } from './sessions.service.js';
import { SubjectSessions } from './subject-sessions.js';

@Module({
  imports: [TypeOrmModule.forFeature([SessionEntity]), ApiKeysModule, AuditModule, SecretsModule],
  providers: [
    FormTokens,
    SessionCache,
    SessionsDirectory,
    SessionsEnd,
    SessionsOpen,
    SessionsRevoke,
    SessionsService,
    SubjectSessions,
  ],
  exports: [
    FormTokens,
    SessionsDirectory,
    SessionsEnd,
    SessionsOpen,
    SessionsRevoke,
    SessionsService,
    SubjectSessions,
    ApiKeysModule,
  ],
})
export class SessionModule {}
