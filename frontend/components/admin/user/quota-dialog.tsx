'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import {
  DocumentsService,
  type UsageLimitRequest,
  type UsagePublic,
  type UserForAdmin,
} from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { userPage } from '@/lib/i18n/en/user-page';
import { notify } from '@/lib/notify';
import { adminKeys } from '@/lib/queries/admin';
import { parseGigabytes, toGigabytes } from '@/lib/quota';
import { checked } from '@/lib/validation';

type Props = { user: UserForAdmin; usage: UsagePublic; onClose: () => void };

// The most that the API takes.
const MAX_FILES = 2 ** 31 - 1;

/** Changes how much an account may store, or restores the limits of the settings. */
export function QuotaDialog({ user, usage, onClose }: Props) {
  const t = useTexts(userPage);
  const words = useTexts(common);
  const client = useQueryClient();

  async function save(body: UsageLimitRequest, done: string) {
    const call = { path: { user_id: user.id }, body };
    await withRecentLogin(() => DocumentsService.adminSetUsageLimit(call));
    await client.invalidateQueries({ queryKey: adminKeys.user(user.id) });
    notify({ kind: 'success', text: done });
    onClose();
  }

  const schema = z.object({
    gigabytes: checked((text) =>
      parseGigabytes(text) === undefined ? t.gigabytesInvalid : undefined,
    ),
    files: checked((text) =>
      /^\d+$/.test(text.trim()) && Number(text) <= MAX_FILES ? undefined : t.filesInvalid,
    ),
  });
  const { submit, field, failure, isBusy } = useApiForm({
    draft: `quota ${user.id}`,
    schema,
    defaultValues: { gigabytes: toGigabytes(usage.limit_bytes), files: String(usage.limit_files) },
    onSubmit: ({ gigabytes, files }) =>
      save(
        // What did not change is left out: a rounded number must not become the limit.
        {
          ...(gigabytes !== toGigabytes(usage.limit_bytes) && {
            limit_bytes: parseGigabytes(gigabytes),
          }),
          ...(Number(files) !== usage.limit_files && { limit_files: Number(files) }),
        },
        t.limitsChanged,
      ),
  });
  const restore = useApiForm({
    schema: z.object({}),
    onSubmit: () => save({ limit_bytes: null, limit_files: null }, t.limitsRestored),
  });
  return (
    <Dialog open onOpenChange={onClose} title={t.limitsTitle(user.email)} text={t.limitsText}>
      <Form onSubmit={submit} failure={failure ?? restore.failure}>
        <TextField label={t.gigabytes} inputMode="decimal" {...field('gigabytes')} />
        <TextField label={t.filesLimit} inputMode="numeric" {...field('files')} />
        <Button
          look="link"
          size="inline"
          className="min-h-6 self-start"
          busy={restore.isBusy}
          onClick={() => void restore.submit()}
        >
          {t.restoreLimits}
        </Button>
        <DialogButtons>
          <Button look="secondary" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {t.changeLimits}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
