import type aside from './vi/aside.json';
import type common from './vi/common.json';
import type desk from './vi/desk.json';
import type dossiers from './vi/dossiers.json';
import type errors from './vi/errors.json';
import type form from './vi/form.json';
import type guide from './vi/guide.json';
import type home from './vi/home.json';
import type lost from './vi/lost.json';
import type me from './vi/me.json';
import type outbox from './vi/outbox.json';
import type pay from './vi/pay.json';
import type procedures from './vi/procedures.json';
import type ui from './vi/ui.json';
import type verify from './vi/verify.json';
import type wallet from './vi/wallet.json';

/** A key that no text has does not compile. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      aside: typeof aside;
      common: typeof common;
      desk: typeof desk;
      dossiers: typeof dossiers;
      errors: typeof errors;
      form: typeof form;
      guide: typeof guide;
      home: typeof home;
      lost: typeof lost;
      me: typeof me;
      outbox: typeof outbox;
      pay: typeof pay;
      procedures: typeof procedures;
      ui: typeof ui;
      verify: typeof verify;
      wallet: typeof wallet;
    };
  }
}
