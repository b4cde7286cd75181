'use client';

import { z } from 'zod/v4-mini';

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
  const form = useApiForm({
    draft: 'profile',
    schema,
    defaultValues: {
      full_name: user.full_name ?? '',
      timezone: user.timezone,
      locale: user.locale,
    },
    onSubmit: async (values) => {
      await update({ ...values, full_name: values.full_name.trim() || null });
      await chooseLanguage(languageOf(values.locale));
      notify({ kind: 'success', text: translated(common).saved });
    },
  });
  const { submit, field, failure, isBusy, watch, setValue, getFieldState, formState } = form;
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
