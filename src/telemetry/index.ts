/** Logs and metrics, with fields and labels from closed lists. */
export { describeError, Log, type LogFields } from './log.js';
export { Metrics } from './metrics.js';
export { TelemetryModule } from './telemetry.module.js';
