'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';

import { ProfileForm } from '@/components/settings/profile-form';
import { SettingsNavigation } from '@/components/settings/settings-navigation';
import { Section } from '@/components/ui/card';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { profile } from '@/lib/i18n/en/profile';
import { settings } from '@/lib/i18n/en/settings';

/** The first page of the settings: who one is, and how the app looks. */
export function Profile() {
  const t = useTexts(profile);
  const words = useTexts(common);
  const { title } = useTexts(settings);
  const { theme, setTheme } = useTheme();
  return (
    <>
      <PageHeading title={title} text={t.text} />
      <SettingsNavigation as="list" className="lg:hidden" />
      <Section title={t.aboutYou}>
        <ProfileForm />
      </Section>
      <Section title={t.appearance} text={t.appearanceText}>
        <ChoiceGroup
          label={words.theme}
          value={theme ?? 'system'}
          onChange={setTheme}
          choices={[
            { value: 'light', label: words.themeLight, icon: Sun },
            { value: 'dark', label: words.themeDark, icon: Moon },
            { value: 'system', label: words.themeSystem, icon: Monitor },
          ]}
        />
      </Section>
    </>
  );
}
