'use client';

import { Languages } from 'lucide-react';
import { useTheme } from 'next-themes';

import { Button } from '@/components/ui/button';
import { Menu, MenuChoices, MenuLine } from '@/components/ui/menu';
import { useLanguage, useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { chooseLanguage, type Language, LANGUAGES } from '@/lib/i18n/language';

/** The menu of theme and language. It opens as it appears: its button was pressed already. */
export function PreferencesMenu() {
  const t = useTexts(common);
  return (
    <Menu
      defaultOpen
      trigger={
        <Button look="quiet" size="icon" aria-label={t.preferences}>
          <Languages aria-hidden />
        </Button>
      }
    >
      <PreferenceItems />
    </Menu>
  );
}

type Choose = (language: Language) => Promise<void>;

/** Theme and language, for any menu. */
export function PreferenceItems({ onLanguage = chooseLanguage }: { onLanguage?: Choose }) {
  const t = useTexts(common);
  const { theme, setTheme } = useTheme();
  return (
    <>
      <MenuChoices
        label={t.theme}
        value={theme ?? 'system'}
        onChange={setTheme}
        choices={[
          ['light', t.themeLight],
          ['dark', t.themeDark],
          ['system', t.themeSystem],
        ]}
      />
      <MenuLine />
      <MenuChoices
        label={t.language}
        value={useLanguage()}
        onChange={(value) => void onLanguage(value as Language)}
        choices={Object.entries(LANGUAGES)}
      />
    </>
  );
}
