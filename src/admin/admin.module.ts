import { Module } from '@nestjs/common';

/** The pages of a tenant's administrators. */
@Module({})
export class AdminModule {}
