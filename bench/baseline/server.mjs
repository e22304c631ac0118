// What most teams would write: Express, passport-saml, mysql2, one transaction per sign-in with the five writes that the
// product does, too. No audit chain, no roles, no limits, no headers, no log: the least that signs a person in.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import express from 'express';
import mysql from 'mysql2/promise';
import passport from 'passport';
import { Strategy } from '@node-saml/passport-saml';

const { PORT, DATABASE_URL, TENANTS } = process.env;
const pool = mysql.createPool({ uri: DATABASE_URL, connectionLimit: 10 });
// The default level deadlocks as soon as two new people sign in at once.
pool.on('connection', (connection) =>
  connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'),
);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const app = express();
for (const tenant of JSON.parse(TENANTS)) {
  const options = {
    issuer: tenant.spEntityId,
    callbackUrl: tenant.acsUrl,
    entryPoint: tenant.ssoUrl,
    idpCert: tenant.certificates,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: true,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    acceptedClockSkewMs: 180_000,
  };
  passport.use(
    tenant.host,
    new Strategy(
      options,
      (profile, done) => done(null, profile),
      (profile, done) => done(null, profile),
    ),
  );
}

const saml = (req, res, next) =>
  passport.authenticate(req.hostname, { session: false })(req, res, next);

app.get('/site/login', saml);
app.post('/acs', express.urlencoded({ extended: false, limit: '1mb' }), saml, async (req, res) => {
  const secret = randomBytes(32).toString('base64url');
  await signIn(req, req.user, secret);
  res.cookie('sid', secret, { httpOnly: true, secure: true, sameSite: 'lax' });
  res.redirect(303, '/');
});

app.get('/site/session', async (req, res) => {
  const secret = /(?:^|; )sid=([^;]+)/.exec(req.headers.cookie ?? '')?.[1] ?? '';
  const [rows] = await pool.execute(
    `SELECT u.id, u.alias, u.email, u.display_name FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.secret_hash = ? AND s.expires_at_ms > ?`,
    [sha256(secret), Date.now()],
  );
  if (rows[0]) res.json({ user: rows[0] });
  else res.status(401).json({});
});

// eslint-disable-next-line no-unused-vars -- Express tells an error handler by its four parameters
app.use((error, req, res, next) => res.status(403).send(error.message));

const CLAIMS = 'http://schemas.microsoft.com/identity/claims';
const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

async function signIn(req, profile, secret) {
  const { attributes } = profile;
  const nowMs = Date.now();
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute('INSERT INTO used_assertions VALUES (?, ?)', [
      sha256(profile.getAssertion().Assertion.$.ID),
      nowMs + 3_600_000,
    ]);
    const userId = await writeUser(connection, req.hostname, attributes, nowMs);
    await writeMemberships(connection, userId, [attributes.Groups].flat());
    await connection.execute('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)', [
      ...[randomUUID(), userId, sha256(secret), nowMs, nowMs + 43_200_000, req.ip],
    ]);
    await connection.execute('INSERT INTO audit_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      ...[randomUUID(), req.hostname, nowMs, 'accepted', userId, attributes[`${XMLSOAP}/name`]],
      ...[req.ip, req.headers['user-agent']],
    ]);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

async function writeUser(connection, tenant, attributes, nowMs) {
  const objectId = attributes[`${CLAIMS}/objectidentifier`];
  const person = [
    attributes[`${XMLSOAP}/name`],
    attributes[`${XMLSOAP}/emailaddress`],
    attributes[`${CLAIMS}/displayname`],
    nowMs,
  ];
  const [[known]] = await connection.execute(
    'SELECT id FROM users WHERE tenant = ? AND object_id = ? FOR UPDATE',
    [tenant, objectId],
  );
  if (known) {
    await connection.execute(
      'UPDATE users SET alias = ?, email = ?, display_name = ?, last_sign_in_at_ms = ? WHERE id = ?',
      [...person, known.id],
    );
    return known.id;
  }
  const id = randomUUID();
  await connection.execute('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?)', [
    ...[id, tenant, objectId],
    ...person,
  ]);
  return id;
}

/** Only the difference: none for a returning person. */
async function writeMemberships(connection, userId, groups) {
  const [rows] = await connection.execute('SELECT group_id FROM memberships WHERE user_id = ?', [
    userId,
  ]);
  const before = new Set(rows.map((row) => row.group_id));
  const added = groups.filter((group) => !before.has(group));
  const removed = [...before].filter((group) => !groups.includes(group));
  if (added.length > 0)
    await connection.query('INSERT INTO memberships (user_id, group_id) VALUES ?', [
      added.map((group) => [userId, group]),
    ]);
  if (removed.length > 0)
    await connection.query('DELETE FROM memberships WHERE user_id = ? AND group_id IN (?)', [
      userId,
      removed,
    ]);
}

const server = app.listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeAllConnections();
});
