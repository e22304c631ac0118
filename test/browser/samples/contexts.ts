import type { PageContext, Reference } from '../../../src/pages/index.js';

/** Values as awkward as the ones that customers have. */
export const NOW_MS = Date.UTC(2025, 10, 23, 14, 5, 9, 123);
export const LONG_NAME =
  'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine Maximilian';
export const RTL_NAME = 'מרים בן־דוד (Miriam)';
export const LONG_GROUP = `G-${'LondonBroadcastArchiveReadersAndContributors'.repeat(4)}-${'x'.repeat(22)}`;
export const MARKUP_NAME = '<script>alert(1)</script>"\'&';

export const reference: Reference = { number: '7KQ4M-X2RTD', timeMs: NOW_MS };

export const anonymous: PageContext = {
  language: 'en',
  tenantName: 'Acme Broadcasting',
  viewer: null,
  reference: null,
};
export const viewer: PageContext = {
  ...anonymous,
  viewer: { name: 'B. Simon', isAdministrator: false, signOutToken: 'sample-token' },
};
export const administrator: PageContext = {
  ...anonymous,
  viewer: { name: 'Ada Admin', isAdministrator: true, signOutToken: 'sample-token' },
  reference: '7KQ4M-X2RTD',
};
export const german: PageContext = { ...anonymous, language: 'de' };
