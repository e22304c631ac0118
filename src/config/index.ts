/** The environment, read once: one frozen, validated AppConfig. The only reader of process.env. */
export {
  AppConfig,
  ConfigurationError,
  type DatabaseTarget,
  ENVIRONMENT_NAMES,
} from './app-config.js';
export { ConfigurationModule } from './config.module.js';
export { PublicUrl, SUBDOMAIN_PATTERN } from './public-url.js';
export { Secret } from './secret.js';
