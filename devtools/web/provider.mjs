// A certified provider of OpenID Connect, for tests. Its login page takes any name and any
// password: the name, which should be an e-mail address, is the person.

import { generateKeyPairSync, randomBytes } from 'node:crypto';

import Provider from 'oidc-provider';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;

/** A new key at each start, so that a restart is a provider that has replaced its keys. */
function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(8).toString('hex');
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', kid, use: 'sig' };
}

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_types: ['authorization_code'],
      redirect_uris: [REDIRECT_URI],
      response_types: ['code'],
    },
  ],
  claims: {
    email: ['email', 'email_verified'],
    openid: ['sub', 'auth_time'],
    profile: ['name'],
  },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: sub, email_verified: true, name: 'Ada Lovelace' }),
  }),
  jwks: { keys: [newKey()] },
  pkce: { required: () => true },
});

provider.listen(Number(new URL(ISSUER).port), '127.0.0.1', () => console.log('ready'));
