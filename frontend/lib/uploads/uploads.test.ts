// @vitest-environment jsdom
import { File as NodeFile } from 'node:buffer';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { connect, Refusal, type ServiceConfig, type UploadPublic } from '@/app/client';
import { clearToken, saveToken } from '@/lib/token';
import { summarize } from '@/lib/uploads/summary';
import type { Job } from '@/lib/uploads/transfer';
import type { UploadEvent } from '@/lib/uploads/types';
import { Uploads } from '@/lib/uploads/uploads';

const config = {
  files: {
    types: [{ extension: 'txt', media_type: 'text/plain' }],
    max_bytes: 1000,
    name_max_characters: 50,
  },
  uploads: { path: '/api/v1/uploads' },
} as ServiceConfig;

/** The uploads that the service has, with the headers of their files. */
let kept: (UploadPublic & { metadata: string })[] = [];
let requests: string[] = [];

/** Answers as the API does for lists, states and deletions of uploads. */
function service(request: Request): Response {
  const path = new URL(request.url).pathname;
  requests.push(`${request.method} ${path}`);
  if (path === '/api/v1/uploads') return Response.json({ items: kept, next_cursor: null });
  const found = kept.find(({ id }) => path.endsWith(id));
  const headers = { 'Upload-Metadata': found?.metadata ?? '' };
  return new Response(null, { status: found ? 204 : 404, headers });
}

/** A service to which every file is sent by hand. */
function setUp() {
  const jobs: (Job & { isStopped: boolean })[] = [];
  const uploads = new Uploads((job) => {
    const started = { ...job, isStopped: false };
    jobs.push(started);
    return () => (started.isStopped = true);
  });
  const events: UploadEvent[] = [];
  uploads.onEvent((event) => events.push(event));
  const states = () => uploads.list().map(({ state }) => state);
  return { uploads, jobs, events, states, job: (index: number) => jobs[index] as Job };
}

/** Let everything happen that needs no time. */
const settled = () => vi.advanceTimersByTimeAsync(0);

function file(name: string, size = 100, lastModified = 7) {
  // The one of jsdom cannot be read.
  return new NodeFile(['x'.repeat(size)], name, { lastModified }) as unknown as File;
}

function refused(status: number, code: string, headers: Record<string, string> = {}) {
  const body = { code, detail: 'No.', request_id: 'abc' };
  return new Refusal(new Response(null, { status, headers }), body);
}

function upload(id: string, name: string, modified: number): UploadPublic & { metadata: string } {
  const shared = { document_id: null, created_at: '', expires_at: '' };
  const metadata = `filename ${btoa(name)},modified ${btoa(String(modified))}`;
  return { id, name, size: 100, offset: 40, metadata, ...shared };
}

beforeEach(() => {
  kept = [];
  requests = [];
  connect({ baseUrl: 'http://api.example', token: () => 'token' });
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(service(request)));
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

test('three files are sent at once, the others wait for their turn', async () => {
  const { uploads, job, states, events } = setUp();
  await uploads.add(
    ['1', '2', '3', '4', '5'].map((name) => file(`${name}.txt`)),
    config,
  );
  expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting', 'waiting']);

  job(1).onDone('document-2');

  expect(states()).toEqual(['sending', 'done', 'sending', 'sending', 'waiting']);
  expect(uploads.list()[1]).toMatchObject({ documentId: 'document-2', sent: 100 });
  expect(events.map(({ kind }) => kind)).toEqual([
    'started',
    'started',
    'started',
    'done',
    'started',
  ]);
});

test('a file that the rules forbid is not sent', async () => {
  const { uploads, jobs, states } = setUp();
  await uploads.add([file('virus.exe'), file('large.txt', 1001), file('fine.txt')], config);
  expect(states()).toEqual(['failed', 'failed', 'sending']);
  expect(jobs.map((job) => job.file.name)).toEqual(['fine.txt']);
});

test('progress is told a few times a second, and totals follow', async () => {
  const { uploads, job } = setUp();
  await uploads.add([file('a.txt'), file('b.txt', 300)], config);
  const listener = vi.fn();
  uploads.subscribe(listener);

  job(0).onProgress(20);
  vi.advanceTimersByTime(100);
  job(0).onProgress(60);
  job(1).onProgress(40);
  expect(listener).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);

  expect(listener).toHaveBeenCalledOnce();
  expect(uploads.list()[0]).toMatchObject({ sent: 60, speed: 400 });
  expect(summarize(uploads.list())).toMatchObject({ active: 2, percent: 25 });
});

test('a paused upload goes on where it was, and its place is free meanwhile', async () => {
  const { uploads, jobs, job, states } = setUp();
  await uploads.add(
    ['1', '2', '3', '4'].map((name) => file(`${name}.txt`)),
    config,
  );
  const key = uploads.list()[0]?.key ?? '';
  job(0).onId('upload-1');
  job(0).onProgress(30);

  uploads.pause(key);
  expect(jobs[0]?.isStopped).toBe(true);
  expect(states()).toEqual(['paused', 'sending', 'sending', 'sending']);
  expect(uploads.list()[0]?.sent).toBe(30);

  uploads.resume(key);
  expect(states()).toEqual(['waiting', 'sending', 'sending', 'sending']);
  job(1).onDone('document-2');
  expect(job(4)).toMatchObject({ id: 'upload-1' });
  // What the stopped attempt says comes too late.
  job(0).onDone('document-1');
  expect(states()[0]).toBe('sending');
});

test('a canceled upload is deleted at the service', async () => {
  const { uploads, job } = setUp();
  await uploads.add([file('a.txt')], config);
  job(0).onId('upload-1');

  uploads.cancel(uploads.list()[0]?.key ?? '');

  expect(uploads.list()).toEqual([]);
  await settled();
  expect(requests).toContain('DELETE /api/v1/uploads/upload-1');
});

describe('an error', () => {
  test('that passes is waited for, longer each time, and at most until the network is back', async () => {
    const { uploads, jobs, job, states } = setUp();
    await uploads.add([file('a.txt')], config);
    job(0).onId('upload-1');

    job(0).onFail(new TypeError('no network'));
    await settled();
    expect(states()).toEqual(['interrupted']);
    vi.advanceTimersByTime(999);
    expect(jobs).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(job(1)).toMatchObject({ id: 'upload-1' });

    job(1).onFail(refused(503, 'service_unavailable'));
    await settled();
    expect(states()).toEqual(['interrupted']);
    vi.advanceTimersByTime(1000);
    expect(jobs).toHaveLength(2);
    uploads.reconnect();
    expect(states()).toEqual(['sending']);
    vi.advanceTimersByTime(10_000);
    expect(jobs).toHaveLength(3);
  });

  test('with Retry-After is waited for as long as that says', async () => {
    const { uploads, jobs, job, states } = setUp();
    await uploads.add([file('a.txt')], config);

    job(0).onFail(refused(429, 'rate_limited', { 'Retry-After': '45' }));

    await settled();
    expect(states()).toEqual(['interrupted']);
    vi.advanceTimersByTime(44_999);
    expect(jobs).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(jobs).toHaveLength(2);
  });

  test('about an upload that is gone begins it anew', async () => {
    const { uploads, job } = setUp();
    await uploads.add([file('a.txt')], config);
    job(0).onId('upload-1');

    // As tus-js-client tells it: a reply to HEAD has no body.
    job(0).onFail(new Refusal(new Response(null, { status: 404 }), undefined));

    await settled();
    expect(job(1)).toMatchObject({ id: undefined });
  });

  test('about a duplicate names the document, and the file can be stored anyway', async () => {
    const { uploads, job, states } = setUp();
    await uploads.add([file('a.txt')], config);
    job(0).onId('upload-1');

    const Location = '/api/v1/documents/document-1';
    job(0).onFail(refused(422, 'upload_is_duplicate', { Location }));

    await settled();
    expect(states()).toEqual(['failed']);
    const refusal = { code: 'upload_is_duplicate', documentId: 'document-1' };
    expect(uploads.list()[0]).toMatchObject({ refusal });

    uploads.retry(uploads.list()[0]?.key ?? '', { allowDuplicate: true });
    expect(job(1)).toMatchObject({ id: undefined, metadata: { allow_duplicate: 'true' } });
  });

  test('of a file that cannot be read any more is final', async () => {
    const { uploads, job, states } = setUp();
    const moved = file('a.txt');
    vi.spyOn(moved, 'slice').mockImplementation(() => {
      throw new DOMException('gone', 'NotReadableError');
    });
    await uploads.add([moved], config);

    job(0).onFail(new TypeError('failed'));

    await settled();
    expect(states()).toEqual(['failed']);
    expect(uploads.list()[0]?.refusal).toEqual({ code: 'unreadable' });
  });
});

describe('what an earlier visit began', () => {
  beforeEach(() => {
    kept = [upload('upload-1', 'a.txt', 7)];
    localStorage.setItem('sample.uploads', '1');
    localStorage.setItem('sample.token', 'token');
  });

  test('is shown, and goes on when the same file is chosen', async () => {
    const { uploads, job, states } = setUp();
    await uploads.showEarlier(config);
    expect(uploads.list()).toMatchObject([{ name: 'a.txt', state: 'unfinished', sent: 40 }]);

    await uploads.add([file('b.txt'), file('a.txt')], config);

    expect(states()).toEqual(['sending', 'sending']);
    expect(job(0)).toMatchObject({ id: undefined });
    expect(job(1)).toMatchObject({ id: 'upload-1' });
    expect(uploads.list()[1]?.sent).toBe(40);
  });

  test('is not continued with a file that was changed since', async () => {
    const { uploads, job, states } = setUp();
    await uploads.showEarlier(config);

    await uploads.add([file('a.txt', 100, 8)], config);

    expect(job(0)).toMatchObject({ id: undefined });
    expect(states()).toEqual(['unfinished', 'sending']);
  });

  test('is not continued as a version of a document', async () => {
    const { uploads, job } = setUp();
    await uploads.add([file('a.txt')], config, { documentId: 'document-1' });
    expect(job(0)).toMatchObject({ id: undefined, metadata: { document_id: 'document-1' } });
  });

  test('is shown once', async () => {
    const { uploads } = setUp();
    await uploads.showEarlier(config);
    await uploads.showEarlier(config);
    expect(uploads.list()).toHaveLength(1);
  });

  test.each(['sample.uploads', 'sample.token'])('is not asked for without %s', async (key) => {
    localStorage.removeItem(key);
    const { uploads } = setUp();
    await uploads.showEarlier(config);
    expect(requests).toEqual([]);
  });

  test('stays at the service when it is taken off the list', async () => {
    const { uploads } = setUp();
    await uploads.showEarlier(config);
    uploads.clear();
    expect(uploads.list()).toEqual([]);
    expect(requests).toEqual(['GET /api/v1/uploads']);
  });
});

test('the browser asks before it leaves, but only while something runs', async () => {
  const { uploads, job } = setUp();
  const asks = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(asks()).toBe(false);

  await uploads.add([file('a.txt')], config);
  expect(asks()).toBe(true);
  uploads.pause(uploads.list()[0]?.key ?? '');
  expect(asks()).toBe(false);
  uploads.resume(uploads.list()[0]?.key ?? '');
  expect(asks()).toBe(true);
  job(1).onDone('document-1');
  expect(asks()).toBe(false);
});

test('a logout stops the uploads of the tab', async () => {
  saveToken('token');
  const { uploads } = await import('@/lib/uploads/uploads');
  await uploads.add([file('virus.exe')], config);
  expect(uploads.list()).toHaveLength(1);

  clearToken();

  expect(uploads.list()).toEqual([]);
});
