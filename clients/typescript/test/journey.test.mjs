// Tests the client against a live service at API_URL; MAILBOX_URL has the e-mailed codes.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { generate } from 'otplib';

import {
  apiFailure,
  BookDemoService,
  connect,
  DocumentsService,
  ForgotPasswordService,
  TwoFaService,
  UsersService,
} from '../dist/index.js';

const { API_URL, MAILBOX_URL } = process.env;
const password = 'correct-horse-battery';
const changed = 'another-horse-staple';
const email = `ada-${randomBytes(4).toString('hex')}@example.com`;
let token;
let secret;
let document;

/** Wait for the nth e-mail with a code to our address; return the newest code. */
async function code(count) {
  for (let tries = 0; tries < 200; tries += 1) {
    const mails = await (await fetch(`${MAILBOX_URL}/messages`)).json();
    const ours = mails.filter((mail) => mail.to === email && /\b\d{6}\b/.test(mail.text));
    if (ours.length >= count) return /\b\d{6}\b/.exec(ours[0].text)[0];
    await sleep(50);
  }
  assert.fail(`no e-mail number ${count}`);
}

/** Return the API's error; fail the test if the call succeeds. */
async function refused(call) {
  const failure = await call.then(
    () => assert.fail('the API accepted the request'),
    (thrown) => apiFailure(thrown),
  );
  assert.ok(failure, 'not an answer of the API');
  return failure;
}

before(() => connect({ baseUrl: API_URL, token: () => token }));

test('sign up with the e-mailed code', async () => {
  const accepted = await UsersService.signup({ body: { email, password } });
  const { signup_token } = accepted.data;
  const { data } = await UsersService.verifySignup({ body: { signup_token, code: await code(1) } });

  assert.equal(accepted.response.status, 202);
  assert.equal(data.user.email, email);
  assert.equal(data.user.is_verified, true);
});

test('log in and read the own profile', async () => {
  const { data } = await UsersService.login({ body: { email, password } });
  token = data.access_token;

  const me = await UsersService.getMe();

  assert.equal(data.pending_2fa, false);
  assert.equal(me.data.email, email);
});

test('a refused field is named, with its request id', async () => {
  const failure = await refused(UsersService.updateMe({ body: { timezone: 'Mars/Base' } }));

  assert.equal(failure.status, 422);
  assert.deepEqual(failure.errors.map((error) => error.field), ['timezone']);
  assert.match(failure.requestId, /^[0-9a-f]{32}$/);
});

test('upload a file and get the same bytes back', async () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)]);
  const file = new File([bytes], 'Vertrag für Ada.pdf', { type: 'application/pdf' });

  const uploaded = await DocumentsService.upload({ body: { file, tags: ['a', 'b'] } });
  document = uploaded.data;
  const { data } = await DocumentsService.download({ path: { document_id: document.id } });

  assert.equal(document.name, 'Vertrag für Ada.pdf');
  assert.deepEqual(document.tags, ['a', 'b']);
  assert.ok(data instanceof Blob);
  assert.deepEqual(Buffer.from(await data.arrayBuffer()), bytes);
});

test('an error to a download is read like any other', async () => {
  const path = { document_id: '00000000-0000-4000-8000-000000000000' };

  const failure = await refused(DocumentsService.download({ path }));

  assert.equal(failure.code, 'document_not_found');
});

test('a change that another change overtook is refused', async () => {
  const path = { document_id: document.id };
  const headers = { 'if-match': document.etag };
  const first = await DocumentsService.updateDocument({ path, headers, body: { title: 'B' } });

  const failure = await refused(
    DocumentsService.updateDocument({ path, headers, body: { title: 'C' } }),
  );

  assert.equal(first.data.title, 'B');
  assert.equal(failure.status, 412);
});

test('page through a list', async () => {
  for (const name of ['one.txt', 'two.txt']) {
    await DocumentsService.upload({ body: { file: new File([name], name) } });
  }

  const names = [];
  let cursor;
  do {
    const { data } = await DocumentsService.listDocuments({ query: { limit: 1, cursor } });
    names.push(...data.items.map((item) => item.name));
    cursor = data.next_cursor ?? undefined;
  } while (cursor);

  assert.deepEqual(names, ['two.txt', 'one.txt', 'Vertrag für Ada.pdf']);
});

test('switch the second factor on, and log in with it', async () => {
  const setup = await TwoFaService.setup({ body: { password } });
  secret = setup.data.secret;
  const enabled = await TwoFaService.enable({ body: { code: await generate({ secret }) } });
  assert.ok(enabled.data.recovery_codes.length > 0);

  const { data } = await UsersService.login({ body: { email, password } });
  token = data.access_token;
  const early = await refused(UsersService.getMe());
  // The app's code was used to enable the second factor, so it cannot be used again.
  const body = { code: enabled.data.recovery_codes[0] };
  const verified = await TwoFaService.verify({ body });
  token = verified.data.access_token;

  assert.equal(data.pending_2fa, true);
  assert.equal(early.code, 'second_factor_required');
  assert.equal((await UsersService.getMe()).data.email, email);
});

test('choose a new password with an e-mailed code', async () => {
  await ForgotPasswordService.request({ body: { email } });
  const verified = await ForgotPasswordService.verify({ body: { email, code: await code(2) } });

  const { reset_token } = verified.data;
  await ForgotPasswordService.reset({ body: { reset_token, new_password: changed } });

  assert.equal((await refused(UsersService.getMe())).status, 401);
  const { data } = await UsersService.login({ body: { email, password: changed } });
  assert.equal(data.pending_2fa, true);
});

test('book a demo, and cancel it by its token', async () => {
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = { date_from: day(2), date_to: day(9), timezone: 'Europe/London' };
  const slots = await BookDemoService.slots({ query });
  const [slot] = slots.data.items;

  const body = { name: 'Ada', email, start: slot.start, timezone: 'Europe/London' };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const booked = await BookDemoService.book({ body, headers });
  const again = await BookDemoService.book({ body, headers });
  const path = { token: booked.data.manage_token };
  const cancelled = await BookDemoService.cancel({ path, body: {} });

  assert.equal(again.data.manage_token, booked.data.manage_token);
  assert.equal(again.response.headers.get('idempotency-replayed'), 'true');
  assert.equal(cancelled.data.status, 'cancelled');
});

test('a limit says how long to wait', async () => {
  const body = { email: `nobody-${email}`, password };
  let failure;

  for (let tries = 0; tries < 20 && failure?.status !== 429; tries += 1) {
    failure = await refused(UsersService.login({ body }));
  }

  assert.equal(failure.code, 'rate_limited');
  assert.ok(failure.retryAfter >= 1 && failure.retryAfter <= 300);
});

test('a service that cannot be reached is no answer of the API', async () => {
  const thrown = await UsersService.getMe({ baseUrl: 'http://127.0.0.1:9' }).catch((e) => e);

  assert.equal(await apiFailure(thrown), undefined);
});
