import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { GroupEntity } from './group.entity.js';
import { MappingRuleEntity } from './mapping-rule.entity.js';
import { MappingRulesService } from './mapping-rules.service.js';
import { MembershipEntity } from './membership.entity.js';
import { UserRoleEntity } from './user-role.entity.js';
import { UserEntity } from './user.entity.js';
import { UsersDirectory } from './users.directory.js';
import { UsersGrants } from './users.grants.js';
import { UsersProvision } from './users.provision.js';
import { UsersSuspend } from './users.suspend.js';

const services = [UsersProvision, UsersSuspend, UsersGrants, MappingRulesService, UsersDirectory];

@Module({
  imports: [
    AuditModule,
    TypeOrmModule.forFeature([
      UserEntity,
      GroupEntity,
      MembershipEntity,
      UserRoleEntity,
      MappingRuleEntity,
    ]),
  ],
  providers: services,
  exports: services,
})
export class UsersModule {}
