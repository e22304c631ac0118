import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { GroupEntity } from './group.entity.js';
import { MappingRuleEntity } from './mapping-rule.entity.js';
import { MembershipEntity } from './membership.entity.js';
import { UserRoleEntity } from './user-role.entity.js';
import { UserEntity } from './user.entity.js';
import { UsersProvision } from './users.provision.js';

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
  providers: [UsersProvision],
  exports: [UsersProvision],
})
export class UsersModule {}
