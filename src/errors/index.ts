/** Every code there is, the Decision type, and errors that are the caller's own. Imports nothing. */
export {
  accept,
  refuse,
  type Accepted,
  type Decision,
  type Facts,
  type Refused,
} from './decision.js';
export {
  refusals,
  type RefusalCode,
  type RefusalEntry,
  type RefusalPage,
  type RefusalStep,
} from './catalogue.js';
export { UserError } from './user-error.js';
