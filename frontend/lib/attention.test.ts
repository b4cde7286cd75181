import { expect, test } from 'vitest';

import type { AdminOverview } from '@/app/client';
import { attentionOf } from '@/lib/attention';

const quiet: AdminOverview = {
  accounts: null,
  upcoming_bookings: 3,
  pending_emails: 9,
  dead_emails: 0,
  failed_logins: 0,
  disk: { free_bytes: 10, total_bytes: 100 },
  jobs: [],
  queues: [{ name: 'files to delete', overdue_seconds: 5, dead: 0 }],
  late: [],
};

test('a service without trouble needs nobody', () => {
  expect(attentionOf(quiet)).toEqual([]);
  expect(attentionOf({ ...quiet, disk: null })).toEqual([]);
});

test('what is broken comes first, and each thing leads to its page', () => {
  const found = attentionOf({
    ...quiet,
    dead_emails: 2,
    failed_logins: 10_000,
    disk: { free_bytes: 9.9, total_bytes: 100 },
    queues: [
      { name: 'files to delete', overdue_seconds: 0, dead: 1 },
      { name: 'texts', overdue_seconds: 0, dead: 3 },
    ],
    late: ["The job 'delete files' last succeeded 4021 s ago."],
  });

  expect(found.map(({ kind, count, isUrgent }) => [kind, count, isUrgent])).toEqual([
    ['disk', 9, true],
    ['dead_emails', 2, true],
    ['late', 1, true],
    ['dead_work', 4, true],
    ['failed_logins', 10_000, false],
  ]);
  expect(found[1]?.path).toBe('/admin/outbox?status=dead');
});
