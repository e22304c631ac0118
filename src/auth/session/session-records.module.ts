import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { SessionsDirectory } from './sessions.directory.js';
import { SessionsEnd } from './sessions.end.js';
import { SessionsRevoke } from './sessions.revoke.js';

/** Sessions as they are kept, without any browser and without a cache: enough to list and to end them. */
@Module({
  imports: [AuditModule],
  providers: [SessionsDirectory, SessionsEnd, SessionsRevoke],
  exports: [SessionsDirectory, SessionsEnd, SessionsRevoke],
})
export class SessionRecordsModule {}
