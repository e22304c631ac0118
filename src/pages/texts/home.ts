/** The page of a development machine's bare host; English only, as are the developers' tools around it. */
export const home = {
  title: 'Imagen SSO is running',
  status: 'Development',
  intro:
    'This machine runs the whole product: sign-in, administration and API of a demo tenant, and beside it a look-alike of Microsoft Entra ID to sign in with.',
  note: 'This page exists in development only. In production this address answers nothing.',
};
