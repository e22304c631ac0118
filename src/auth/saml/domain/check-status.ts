import { accept, refuse, type Decision } from '../../../errors/index.js';
import { STATUS_SUCCESS } from './saml-names.js';
import { type StatusOutline } from './response-outline.js';

/**
 * SAML core 3.2.2.2: anything but Success is an error, an assertion beside it notwithstanding. The status of an unsigned
 * Response can be forged, but only into a refusal.
 */
export function checkStatus(status: StatusOutline): Decision<void> {
  if (status.code === STATUS_SUCCESS) return accept(undefined);
  return refuse('status_not_success', {
    statusCode: status.code.slice(0, 200),
    ...(status.subCode !== null && { subStatusCode: status.subCode.slice(0, 200) }),
    ...(status.message !== null && { statusMessage: status.message }),
    ...(status.aadsts !== null && { aadsts: status.aadsts }),
  });
}
