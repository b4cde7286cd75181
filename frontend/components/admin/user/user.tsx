'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';

import { RowsPending } from '@/components/admin/pending';
import { AccessSection } from '@/components/admin/user/access-section';
import { DetailsSection } from '@/components/admin/user/details-section';
import { SignInSection } from '@/components/admin/user/sign-in-section';
import { StorageSection } from '@/components/admin/user/storage-section';
import { UserBadges } from '@/components/admin/users/user-badges';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { userPage } from '@/lib/i18n/en/user-page';
import { userQuery } from '@/lib/queries/admin';
import { UUID } from '@/lib/uuid';

/** One account, by `id` of the address, with everything that can be changed. */
export function User() {
  const t = useTexts(userPage);
  const list = new URLSearchParams(useSearchParams());
  const id = list.get('id') ?? '';
  list.delete('id');
  const isId = UUID.test(id);
  const { data: user, error, refetch } = useQuery({ ...userQuery(id), enabled: isId });
  const isMissing = !isId || (error && toProblem(error).status === 404);
  return (
    <>
      <Link
        href={list.size > 0 ? `${paths.adminUsers}?${list}` : paths.adminUsers}
        className="-mb-4 flex min-h-6 items-center gap-1 self-start rounded-control text-small text-muted hover:text-text"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t.back}
      </Link>
      {isMissing && <PageHeading title={t.missing} text={t.missingText} />}
      {error && !isMissing && !user && (
        <LoadProblem thrown={error} onRetry={() => void refetch()} />
      )}
      {isId && !user && !error && <RowsPending />}
      {user && !isMissing && (
        <>
          <PageHeading
            title={user.full_name ?? user.email}
            text={user.full_name ? user.email : undefined}
            action={<UserBadges user={user} />}
          />
          <DetailsSection user={user} />
          <AccessSection user={user} />
          <SignInSection user={user} />
          <StorageSection user={user} />
        </>
      )}
    </>
  );
}
