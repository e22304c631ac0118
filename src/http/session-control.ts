/** Where Conditional Access App Control puts its proxy: the host of an application, then one of these. */
const SUFFIX = /\.(?:mcas\.ms|mcas-gov\.(?:us|ms)|cas\.ms)(?::\d{1,5})?$/i;

/** For words only: such a host is as unknown to us as any other. */
export function isSessionControlHost(host: string | undefined): boolean {
  return SUFFIX.test(host ?? '');
}
