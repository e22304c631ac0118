/** REST for Imagen's own services, under /api/v1. Owns no table. */
export { ApiModule } from './api.module.js';
