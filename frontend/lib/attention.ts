import type { AdminOverview } from '@/app/client';
import { paths } from '@/config/paths';

/** Something that an administrator should look at, and the page for it. */
export type Attention = {
  kind: 'dead_emails' | 'late' | 'dead_work' | 'disk' | 'failed_logins' | 'to_be_deleted';
  /** Whether something is broken; the others are only worth a look. */
  isUrgent: boolean;
  /** How many; of a disk the free part in percent. */
  count: number;
  path: string;
};

// Below this part of the disk, uploads will soon be refused.
const LOW = 0.1;

/** Return what needs somebody, the urgent things first. */
export function attentionOf(overview: AdminOverview): Attention[] {
  const { accounts, disk, queues } = overview;
  const free = disk ? disk.free_bytes / Math.max(disk.total_bytes, 1) : 1;
  const deadWork = queues.reduce((sum, queue) => sum + queue.dead, 0);
  const all: Attention[] = [
    {
      kind: 'dead_emails',
      isUrgent: true,
      count: overview.dead_emails,
      path: `${paths.adminOutbox}?status=dead`,
    },
    { kind: 'late', isUrgent: true, count: overview.late.length, path: paths.adminService },
    { kind: 'dead_work', isUrgent: true, count: deadWork, path: paths.adminService },
    {
      kind: 'failed_logins',
      isUrgent: false,
      count: overview.failed_logins,
      path: `${paths.adminLog}?kind=login_failed`,
    },
    {
      kind: 'to_be_deleted',
      isUrgent: false,
      count: accounts?.to_be_deleted ?? 0,
      path: `${paths.adminUsers}?state=leaving`,
    },
  ];
  const low: Attention = {
    kind: 'disk',
    isUrgent: true,
    count: Math.floor(free * 100),
    path: paths.adminService,
  };
  const found = all.filter(({ count }) => count > 0);
  return free < LOW ? [low, ...found] : found;
}
