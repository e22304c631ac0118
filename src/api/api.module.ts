import { Module } from '@nestjs/common';

/** REST for Imagen's own services. */
@Module({})
export class ApiModule {}
