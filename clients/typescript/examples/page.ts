// A page of another origin, `page.html?api=…&token=…`. It calls the API and reports what
// it could read.
import { apiFailure, connect, DocumentsService, UsersService } from '@sample/client';

const given = new URLSearchParams(location.search);
connect({
  baseUrl: given.get('api') ?? '',
  token: () => given.get('token') ?? undefined,
});

async function visit() {
  const me = await UsersService.getMe();
  const text = 'Signed.\n';
  const file = new File([text], 'Vertrag für Ada.txt', { type: 'text/plain' });
  const uploaded = await DocumentsService.upload({ body: { file } });
  const path = { document_id: uploaded.data.id };
  const downloaded = await DocumentsService.download({ path });
  let failure;
  for (let tries = 0; tries < 20 && failure?.status !== 429; tries += 1) {
    const body = { email: 'nobody@example.com', password: 'wrong-horse-battery' };
    failure = await UsersService.login({ body }).then(() => undefined, apiFailure);
  }
  return {
    email: me.data.email,
    etag: uploaded.response.headers.get('etag'),
    disposition: downloaded.response.headers.get('content-disposition'),
    isSame: (await downloaded.data.text()) === text,
    failure,
  };
}

const report = await visit().catch((thrown: unknown) => ({ thrown: String(thrown) }));
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
