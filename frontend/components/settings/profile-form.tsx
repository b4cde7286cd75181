'use client';

import { useEffect, useRef } from 'react';
import { z } from 'zod/v4-mini';

import type { ProfileUpdateRequest } from '@/app/client';
import { LocaleField } from '@/components/settings/locale-field';
import { OwnZoneField } from '@/components/settings/own-zone-field';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { useUpdateProfile } from '@/hooks/use-update-profile';
import { common } from '@/lib/i18n/en/common';
import { profile } from '@/lib/i18n/en/profile';
import { chooseLanguage, languageOf, translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';

const LONGEST_NAME = 200;

const schema = z.object({ full_name: z.string(), timezone: z.string(), locale: z.string() });

/** The name, the time zone and the locale of the account. */
export function ProfileForm() {
  const t = useTexts(profile);
  const words = useTexts(common);
  const user = useUser();
  const update = useUpdateProfile();
  const { timezone, locale } = user;
  const full_name = user.full_name ?? '';
  const form = useApiForm({
    draft: 'profile',
    schema,
    defaultValues: { full_name, timezone, locale },
    onSubmit: async ({ full_name: name, ...values }) => {
      // Only the changes: another tab may have saved the rest meanwhile.
      const changes: ProfileUpdateRequest = {};
      if (name.trim() !== full_name) changes.full_name = name.trim() || null;
      if (values.timezone !== timezone) changes.timezone = values.timezone;
      if (values.locale !== locale) changes.locale = values.locale;
      await update(changes);
      if (changes.locale) await chooseLanguage(languageOf(changes.locale));
      notify({ kind: 'success', text: translated(common).saved });
    },
  });
  const { submit, field, failure, isBusy, watch, getFieldState, formState } = form;
  const { getValues, reset, setValue } = form;

  // What the form shows may change elsewhere: in the menu of the account, say. Fields in which
  // nothing was changed follow.
  const known = useRef({ full_name, timezone, locale });
  useEffect(() => {
    const [before, now] = [known.current, { full_name, timezone, locale }];
    const typed = getValues();
    known.current = now;
    reset(now, { keepValues: true, keepErrors: true });
    for (const name of ['full_name', 'timezone', 'locale'] as const) {
      if (typed[name] === before[name]) setValue(name, now[name]);
    }
  }, [full_name, timezone, locale, getValues, reset, setValue]);

  return (
    <Form onSubmit={submit} failure={failure}>
      <TextField
        label={t.fullName}
        hint={t.fullNameHint}
        autoComplete="name"
        maxLength={LONGEST_NAME}
        {...field('full_name')}
      />
      {/* Not by Controller, which weighs a kilobyte. */}
      <OwnZoneField
        value={watch('timezone')}
        onChange={(zone) => setValue('timezone', zone, { shouldDirty: true })}
        error={getFieldState('timezone', formState).error?.message}
      />
      <LocaleField
        {...field('locale')}
        current={user.locale}
        shown={watch('locale')}
        timeZone={watch('timezone')}
      />
      <Button type="submit" busy={isBusy} className="self-start">
        {words.save}
      </Button>
    </Form>
  );
}
