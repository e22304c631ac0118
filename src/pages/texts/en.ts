import type { RefusalPage } from '../../errors/index.js';

/** What a refusal says: what happened, what to do next, and the words of the link where a new start helps. */
export interface RefusalTexts {
  readonly title: string;
  readonly happened: string;
  readonly next: readonly string[];
}

/** English, and by its type the list of what every other language must say. */
export const en = {
  productName: 'Imagen',
  skipToContent: 'Skip to content',
  mainNavigation: 'Administration',
  navigation: { audit: 'Audit log', users: 'Users', connection: 'Connection', apiDocs: 'API' },
  signedInAs: 'Signed in as',
  signIn: 'Sign in',
  signInAgain: 'Sign in again',
  tryAgain: 'Try again',
  signOut: 'Sign out',
  reference: {
    label: 'Reference number',
    hint: 'Have it ready when you ask for help.',
  },
  status: {
    signedIn: 'Signed in',
    signedOut: 'Signed out',
    notSignedIn: 'Not signed in',
    failed: 'Not done',
  },
  whatToDo: 'What to do next',
  refusals: {
    start_again: {
      title: 'Please sign in once more',
      happened:
        'This sign-in was not completed. It took too long, was already used, or belongs to another browser window.',
      next: [
        'Choose “Sign in again”. If you are still signed in at your organization, that is all.',
        'If you come back to this page, allow cookies for this site and close other sign-in windows.',
        'If that does not help, give the reference number to your IT help desk.',
      ],
    },
    not_verified: {
      title: 'We could not verify your sign-in',
      happened:
        'Your organization’s sign-in service sent an answer that we could not verify, so you are not signed in. You did nothing wrong.',
      next: [
        'Tell your IT help desk that this page appeared, and give them the reference number.',
        'With it, they and Imagen support can look up the cause. Trying again will probably not change anything.',
      ],
    },
    identity_provider_refused: {
      title: 'Your organization did not let you in',
      happened:
        'Your organization’s sign-in service ended the sign-in, for example because it was cancelled or because Imagen is not assigned to your account.',
      next: [
        'If you cancelled it yourself, try again.',
        'Otherwise ask your IT help desk for access to Imagen, and give them the reference number.',
      ],
    },
    no_access: {
      title: 'You have no access here',
      happened:
        'Your organization confirmed who you are, but this account is not allowed to use Imagen here.',
      next: [
        'If you should have access, ask your IT help desk, or whoever looks after Imagen in your organization.',
        'Give them the reference number: it tells them what is missing.',
      ],
    },
    authenticate_again: {
      title: 'Please confirm again that it is you',
      happened:
        'What you wanted to do needs a fresh sign-in, but your organization’s sign-in service did not ask you again.',
      next: [
        'Choose “Sign in again”, and enter your password when you are asked.',
        'If you are never asked, tell your IT help desk and give them the reference number.',
      ],
    },
    second_factor_needed: {
      title: 'A second proof is needed',
      happened:
        'What you wanted to do needs a sign-in with a second factor, for example a confirmation on your phone. Your organization’s sign-in service did not say that you used one.',
      next: [
        'If you can use a second factor in your organization, sign out there, then choose “Sign in again”.',
        'Otherwise ask your IT help desk to require it for Imagen, and give them the reference number.',
      ],
    },
    busy: {
      title: 'Just a moment, please',
      happened:
        'Very many sign-ins came from your network in a short time, so we let some of them wait.',
      next: [
        'Wait a minute, then try again.',
        'If it stays like this, give the reference number to your IT help desk.',
      ],
    },
  } satisfies Record<RefusalPage, RefusalTexts>,
  landing: {
    title: 'You are signed in',
    greeting: 'Hello,',
    account: 'Your account',
    email: 'E-mail',
    noEmail: 'Not given by your organization',
    alias: 'User name',
    roles: 'Roles',
    groups: 'Groups',
    groupsUnknown: 'Your organization did not say',
    sessionUntil: 'Signed in until',
    sessionLeft: (duration: string) => `${duration} left`,
    goOn: 'Continue to Imagen',
    noApp: 'You can close this page, or open the link that you came for again.',
  },
  sessions: {
    title: 'Where you are signed in',
    text: 'Every browser in which you are signed in to Imagen here. End those that you do not know or no longer use.',
    caption: 'Your sessions, the last used first',
    browser: 'Browser and device',
    from: 'Network address',
    since: 'Signed in (UTC)',
    used: 'Last used (UTC)',
    ends: 'Ends (UTC)',
    this: 'This browser',
    end: 'Sign out',
    everywhere: 'Sign out everywhere',
    everywhereText: 'Ends all of them at once, this one included.',
    unknownBrowser: 'Unknown browser',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    link: 'Where you are signed in',
  },
  signedOut: {
    title: 'You are signed out',
    here: 'You are no longer signed in to Imagen in this browser.',
    elsewhere:
      'You may still be signed in at your organization. On a shared computer, sign out there too, or close the browser.',
    everywhere: 'Your organization confirms that you are signed out there, too.',
    partly:
      'Your organization did not confirm that you are signed out everywhere. On a shared computer, sign out there too, or close the browser.',
    leaving:
      'Your browser now goes on to your organization’s sign-out. If it does not, choose “Continue”.',
  },
  logoutRefused: {
    title: 'Nobody was signed out',
    text: 'A request to sign you out could not be verified, so nothing was changed. You can sign out of Imagen yourself.',
  },
  signOutConfirm: {
    title: 'Sign out of Imagen?',
    text: 'You will have to sign in again to open anything here.',
    stay: 'Stay signed in',
  },
  resume: {
    title: 'Your sign-in was used already',
    text: 'The browser sent an older sign-in once more, as the back button and reloading do. Nothing was changed, and nobody is signed in here now.',
  },
  invitation: {
    title: 'Is this you?',
    text: 'Your company’s sign-in page sent you to Imagen as:',
    warning:
      'Continue only if you just chose Imagen yourself. Otherwise somebody may want you to work in their account.',
    accept: 'Continue',
    ownSignIn: 'No, sign in myself',
  },
  bounced: {
    title: 'One click to sign in',
    text: 'We could not start your sign-in by ourselves. This happens when the browser blocks cookies for this site.',
    next: 'Choose “Sign in”. If you come back to this page, allow cookies for this site first.',
  },
  unknownHost: {
    title: 'There is nothing here',
    text: 'No Imagen site answers at this address.',
    next: 'Compare the address with the one in your invitation, or ask your IT help desk for it.',
    sessionControl:
      'Your organization’s session control (Microsoft Defender for Cloud Apps) is in between, and did not hand on the address of your Imagen site. Tell your IT help desk.',
  },
  notFound: {
    title: 'Page not found',
    text: 'This address leads nowhere. The link may be old, or a letter may be missing.',
    home: 'Go to the start page',
  },
  otherPage: {
    title: 'Nothing was done',
    text: 'For your safety, Imagen does only what is asked for on its own pages, and that page is not one of them or is too old.',
    next: [
      'Open the page again and repeat what you did.',
      'If the address in your browser ends in .mcas.ms, your organization’s session control is in between: tell your IT help desk.',
    ],
    home: 'Go to the start page',
  },
  forbidden: {
    title: 'For administrators only',
    text: 'You are signed in, but this page needs the role administrator.',
    next: 'If you look after Imagen in your organization, ask another administrator for the role.',
    home: 'Go to the start page',
  },
  failed: {
    title: 'Something went wrong on our side',
    text: 'We could not finish what you asked for, and undid it as a whole.',
    next: [
      'Try again in a minute.',
      'If it happens again, give the reference number to your IT help desk or to Imagen support.',
    ],
  },
  wrongDemands: {
    title: 'This sign-in link is not right',
    text: 'The link that you opened asks for a kind of sign-in that does not exist, so no sign-in was started. You did nothing wrong.',
    next: [
      'Go back to what you wanted to do, and start it once more.',
      'If you come back to this page, tell whoever looks after the service that you came from.',
    ],
    forService:
      'For whoever made the link: maxAge is a whole number of seconds from 0 to 86400, mfa is “required”, and each may stand in it once.',
    home: 'Go to the start page',
  },
  postBinding: {
    title: 'On to your organization’s sign-in',
    text: 'Your browser takes you there by itself. If it does not, choose “Continue”.',
    go: 'Continue',
  },
};

export type Texts = typeof en;
