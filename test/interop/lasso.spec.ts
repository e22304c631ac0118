import { ANN, startPythonIdp } from './idp.js';
import { describeInterop } from './interop-suite.js';

describeInterop({
  name: 'lasso',
  encryptsWith: [
    'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
    'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  ],
  person: ANN,
  editors: 'library-staff',
  logoutBindings: ['redirect', 'post'],
  start: () => startPythonIdp('lasso_idp.py', process.env.LASSO_PYTHON ?? '/usr/bin/python3'),
});
