import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { SpKeysModule } from '../sp-keys/index.js';
import { formBody, HttpModule } from '../http/index.js';
import { SecretsModule } from '../secrets/index.js';
import { TenantsModule } from '../tenants/index.js';
import { UsersModule } from '../users/index.js';
import { LogoutController } from './logout/logout.controller.js';
import { LogoutMessages } from './logout/logout-messages.js';
import { PendingLogouts } from './logout/pending-logouts.js';
import { SingleLogoutController } from './logout/single-logout.controller.js';
import { SingleLogoutService } from './logout/single-logout.service.js';
import {
  AuthnRequests,
  AwaitedRequests,
  MetadataController,
  SamlGuard,
  SamlStrategy,
  ServiceProviders,
} from './saml/index.js';
import { PageContexts } from './page-contexts.js';
import {
  ChangePoll,
  OwnSessionsController,
  SessionModule,
  SiteController,
} from './session/index.js';
import { AttemptCookies } from './sign-in/attempt-cookies.js';
import { Invitations } from './sign-in/invitations.js';
import { LoginController } from './sign-in/login.controller.js';
import { ResumeController } from './sign-in/resume.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { UsedAssertionEntity } from './session/used-assertion.entity.js';
import { UsedAssertions } from './session/used-assertions.js';

/** Sign-in and sign-out: the SAML strategy, and the controllers of every path that a browser or an IdP sees. */
@Module({
  imports: [
    AuditModule,
    ConnectionsModule,
    SpKeysModule,
    HttpModule,
    PassportModule,
    SecretsModule,
    SessionModule,
    TenantsModule,
    TypeOrmModule.forFeature([UsedAssertionEntity]),
    UsersModule,
  ],
  controllers: [
    LogoutController,
    LoginController,
    MetadataController,
    OwnSessionsController,
    ResumeController,
    SignInController,
    SingleLogoutController,
    SiteController,
  ],
  providers: [
    AttemptCookies,
    AuthnRequests,
    { provide: AwaitedRequests, useExisting: AttemptCookies },
    ChangePoll,
    Invitations,
    LogoutMessages,
    PageContexts,
    PendingLogouts,
    SamlGuard,
    SamlStrategy,
    ServiceProviders,
    SignInService,
    SingleLogoutService,
    UsedAssertions,
  ],
  exports: [PageContexts, SessionModule, ServiceProviders, UsedAssertions],
})
export class AuthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(formBody).forRoutes(LogoutController, OwnSessionsController); // the ACS reads its own body
  }
}
