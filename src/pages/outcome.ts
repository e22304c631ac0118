/** How an event ended, as the audit log records it. */
export type Outcome = 'accepted' | 'refused' | 'redirected' | 'done';
