'use client';

import { Hints } from '@/components/dashboard/hints';
import { LatestDocuments } from '@/components/dashboard/latest-documents';
import { LatestEvents } from '@/components/dashboard/latest-events';
import { NextDemo } from '@/components/dashboard/next-demo';
import { Storage } from '@/components/dashboard/storage';

/** What wants to be done, what is new, and what is used. */
export function DashboardParts() {
  return (
    <>
      <Hints />
      <div className="grid items-start gap-8 lg:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-8 lg:col-span-2">
          <LatestDocuments />
          <LatestEvents />
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          <Storage />
          <NextDemo />
        </div>
      </div>
    </>
  );
}
