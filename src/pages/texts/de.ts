import type { Texts } from './en.js';

/** German. */
export const de: Texts = {
  productName: 'Imagen',
  skipToContent: 'Zum Inhalt springen',
  mainNavigation: 'Verwaltung',
  navigation: { audit: 'Protokoll', users: 'Personen', connection: 'Verbindung', apiDocs: 'API' },
  signedInAs: 'Angemeldet als',
  signIn: 'Anmelden',
  signInAgain: 'Erneut anmelden',
  tryAgain: 'Noch einmal versuchen',
  signOut: 'Abmelden',
  reference: {
    label: 'Vorgangsnummer',
    hint: 'Bitte bereithalten, wenn Sie um Hilfe bitten.',
  },
  status: {
    signedIn: 'Angemeldet',
    signedOut: 'Abgemeldet',
    notSignedIn: 'Nicht angemeldet',
    failed: 'Nicht ausgeführt',
  },
  whatToDo: 'Was Sie tun können',
  refusals: {
    start_again: {
      title: 'Bitte melden Sie sich noch einmal an',
      happened:
        'Diese Anmeldung wurde nicht abgeschlossen. Sie hat zu lange gedauert, wurde schon verwendet oder gehört zu einem anderen Browserfenster.',
      next: [
        'Wählen Sie „Erneut anmelden“. Sind Sie bei Ihrer Organisation noch angemeldet, genügt das.',
        'Erscheint diese Seite wieder, erlauben Sie Cookies für diese Website und schließen Sie andere Anmeldefenster.',
        'Hilft auch das nicht, nennen Sie Ihrer IT die Vorgangsnummer.',
      ],
    },
    not_verified: {
      title: 'Ihre Anmeldung ließ sich nicht prüfen',
      happened:
        'Der Anmeldedienst Ihrer Organisation hat eine Antwort geschickt, die wir nicht bestätigen konnten. Sie sind deshalb nicht angemeldet. Sie haben nichts falsch gemacht.',
      next: [
        'Melden Sie Ihrer IT, dass diese Seite erschienen ist, und nennen Sie die Vorgangsnummer.',
        'Damit finden Ihre IT und der Imagen-Support die Ursache. Ein neuer Versuch wird vermutlich nichts ändern.',
      ],
    },
    identity_provider_refused: {
      title: 'Ihre Organisation hat Sie nicht eingelassen',
      happened:
        'Der Anmeldedienst Ihrer Organisation hat die Anmeldung beendet, zum Beispiel weil sie abgebrochen wurde oder weil Imagen Ihrem Konto nicht zugewiesen ist.',
      next: [
        'Haben Sie selbst abgebrochen, versuchen Sie es noch einmal.',
        'Sonst bitten Sie Ihre IT um Zugang zu Imagen und nennen Sie die Vorgangsnummer.',
      ],
    },
    no_access: {
      title: 'Sie haben hier keinen Zugang',
      happened:
        'Ihre Organisation hat bestätigt, wer Sie sind, aber dieses Konto darf Imagen hier nicht benutzen.',
      next: [
        'Sollten Sie Zugang haben, wenden Sie sich an Ihre IT oder an die Person, die Imagen bei Ihnen betreut.',
        'Nennen Sie die Vorgangsnummer: sie sagt dort, was fehlt.',
      ],
    },
    authenticate_again: {
      title: 'Bitte bestätigen Sie noch einmal, dass Sie es sind',
      happened:
        'Was Sie vorhatten, braucht eine frische Anmeldung. Der Anmeldedienst Ihrer Organisation hat aber nicht noch einmal gefragt.',
      next: [
        'Wählen Sie „Erneut anmelden“ und geben Sie Ihr Kennwort ein, wenn Sie gefragt werden.',
        'Wenn Sie nie gefragt werden, sagen Sie es Ihrer IT und nennen Sie die Vorgangsnummer.',
      ],
    },
    second_factor_needed: {
      title: 'Ein zweiter Nachweis fehlt',
      happened:
        'Was Sie vorhatten, braucht eine Anmeldung mit einem zweiten Faktor, zum Beispiel einer Bestätigung auf dem Telefon. Der Anmeldedienst Ihrer Organisation hat keinen gemeldet.',
      next: [
        'Wenn Sie in Ihrer Organisation einen zweiten Faktor nutzen können, melden Sie sich dort ab und wählen Sie dann „Erneut anmelden“.',
        'Sonst bitten Sie Ihre IT, ihn für Imagen zu verlangen, und nennen Sie die Vorgangsnummer.',
      ],
    },
    busy: {
      title: 'Einen Augenblick bitte',
      happened:
        'Aus Ihrem Netz kamen in kurzer Zeit sehr viele Anmeldungen. Einige davon lassen wir warten.',
      next: [
        'Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
        'Bleibt es dabei, nennen Sie Ihrer IT die Vorgangsnummer.',
      ],
    },
  },
  landing: {
    title: 'Sie sind angemeldet',
    greeting: 'Guten Tag,',
    account: 'Ihr Konto',
    email: 'E-Mail',
    noEmail: 'Von Ihrer Organisation nicht angegeben',
    alias: 'Benutzername',
    roles: 'Rollen',
    groups: 'Gruppen',
    groupsUnknown: 'Von Ihrer Organisation nicht angegeben',
    sessionUntil: 'Angemeldet bis',
    sessionLeft: (duration) => `noch ${duration}`,
    goOn: 'Weiter zu Imagen',
    noApp: 'Sie können diese Seite schließen oder den gewünschten Link noch einmal öffnen.',
  },
  sessions: {
    title: 'Wo Sie angemeldet sind',
    text: 'Jeder Browser, in dem Sie hier bei Imagen angemeldet sind. Beenden Sie, was Sie nicht kennen oder nicht mehr nutzen.',
    caption: 'Ihre Sitzungen, die zuletzt benutzte zuerst',
    browser: 'Browser und Gerät',
    from: 'Netzwerkadresse',
    since: 'Angemeldet (UTC)',
    used: 'Zuletzt benutzt (UTC)',
    ends: 'Endet (UTC)',
    this: 'Dieser Browser',
    end: 'Abmelden',
    everywhere: 'Überall abmelden',
    everywhereText: 'Beendet alle auf einmal, auch diese.',
    unknownBrowser: 'Unbekannter Browser',
    browserOn: (browser: string, system: string) => `${browser} auf ${system}`,
    link: 'Wo Sie angemeldet sind',
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    here: 'Sie sind in diesem Browser nicht mehr bei Imagen angemeldet.',
    elsewhere:
      'Bei Ihrer Organisation sind Sie vielleicht noch angemeldet. Melden Sie sich an einem gemeinsam benutzten Rechner auch dort ab, oder schließen Sie den Browser.',
    everywhere: 'Ihre Organisation bestätigt, dass Sie auch dort abgemeldet sind.',
    partly:
      'Ihre Organisation hat nicht bestätigt, dass Sie überall abgemeldet sind. Melden Sie sich an einem gemeinsam benutzten Rechner auch dort ab, oder schließen Sie den Browser.',
    leaving:
      'Ihr Browser geht jetzt weiter zur Abmeldung bei Ihrer Organisation. Wenn nicht, wählen Sie „Weiter“.',
  },
  logoutRefused: {
    title: 'Niemand wurde abgemeldet',
    text: 'Eine Aufforderung, Sie abzumelden, konnte nicht geprüft werden; deshalb wurde nichts geändert. Sie können sich selbst von Imagen abmelden.',
  },
  signOutConfirm: {
    title: 'Von Imagen abmelden?',
    text: 'Um hier wieder etwas zu öffnen, müssen Sie sich erneut anmelden.',
    stay: 'Angemeldet bleiben',
  },
  resume: {
    title: 'Ihre Anmeldung wurde schon verwendet',
    text: 'Der Browser hat eine ältere Anmeldung noch einmal geschickt, wie es die Zurück-Taste und das Neuladen tun. Nichts wurde geändert, und hier ist jetzt niemand angemeldet.',
  },
  invitation: {
    title: 'Sind Sie das?',
    text: 'Die Anmeldeseite Ihres Unternehmens hat Sie an Imagen übergeben als:',
    warning:
      'Machen Sie nur weiter, wenn Sie Imagen gerade selbst geöffnet haben. Sonst will Sie vielleicht jemand in seinem Konto arbeiten lassen.',
    accept: 'Weiter',
    ownSignIn: 'Nein, selbst anmelden',
  },
  bounced: {
    title: 'Noch ein Klick zur Anmeldung',
    text: 'Wir konnten Ihre Anmeldung nicht von selbst beginnen. Das geschieht, wenn der Browser Cookies für diese Website blockiert.',
    next: 'Wählen Sie „Anmelden“. Erscheint diese Seite wieder, erlauben Sie zuerst Cookies für diese Website.',
  },
  unknownHost: {
    title: 'Hier ist nichts',
    text: 'Unter dieser Adresse antwortet kein Imagen.',
    next: 'Vergleichen Sie die Adresse mit der in Ihrer Einladung, oder fragen Sie Ihre IT danach.',
    sessionControl:
      'Die Sitzungssteuerung Ihrer Organisation (Microsoft Defender for Cloud Apps) steht dazwischen und hat die Adresse Ihres Imagen nicht weitergegeben. Sagen Sie es Ihrer IT.',
  },
  notFound: {
    title: 'Seite nicht gefunden',
    text: 'Diese Adresse führt nirgendwohin. Der Link ist vielleicht alt, oder ein Zeichen fehlt.',
    home: 'Zur Startseite',
  },
  otherPage: {
    title: 'Es wurde nichts getan',
    text: 'Zu Ihrer Sicherheit tut Imagen nur, was auf seinen eigenen Seiten verlangt wird; diese Seite ist keine davon oder zu alt.',
    next: [
      'Öffnen Sie die Seite noch einmal und wiederholen Sie, was Sie getan haben.',
      'Endet die Adresse in Ihrem Browser auf .mcas.ms, steht die Sitzungssteuerung Ihrer Organisation dazwischen: Sagen Sie es Ihrer IT.',
    ],
    home: 'Zur Startseite',
  },
  forbidden: {
    title: 'Nur für Administratoren',
    text: 'Sie sind angemeldet, aber diese Seite verlangt die Rolle administrator.',
    next: 'Wenn Sie Imagen in Ihrer Organisation betreuen, bitten Sie einen anderen Administrator um die Rolle.',
    home: 'Zur Startseite',
  },
  failed: {
    title: 'Bei uns ist etwas schiefgegangen',
    text: 'Wir konnten Ihren Wunsch nicht ausführen und haben ihn ganz zurückgenommen.',
    next: [
      'Versuchen Sie es in einer Minute noch einmal.',
      'Geschieht es wieder, nennen Sie Ihrer IT oder dem Imagen-Support die Vorgangsnummer.',
    ],
  },
  wrongDemands: {
    title: 'Dieser Anmelde-Link stimmt nicht',
    text: 'Der Link, den Sie geöffnet haben, verlangt eine Art der Anmeldung, die es nicht gibt. Darum hat keine Anmeldung begonnen. Sie haben nichts falsch gemacht.',
    next: [
      'Gehen Sie zurück zu dem, was Sie vorhatten, und beginnen Sie es noch einmal.',
      'Kommt diese Seite wieder, sagen Sie es denen, die sich um den Dienst kümmern, von dem Sie kamen.',
    ],
    forService:
      'Für alle, die den Link gebaut haben: maxAge ist eine ganze Zahl von Sekunden von 0 bis 86400, mfa ist „required“, und beide dürfen je einmal darin stehen.',
    home: 'Zur Startseite',
  },
  postBinding: {
    title: 'Weiter zur Anmeldung Ihrer Organisation',
    text: 'Ihr Browser bringt Sie von selbst dorthin. Tut er es nicht, wählen Sie „Weiter“.',
    go: 'Weiter',
  },
};
