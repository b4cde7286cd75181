'use client';

import { CircleUser, LogOut, Settings, ShieldUser } from 'lucide-react';
import Link from 'next/link';

import { PreferenceItems } from '@/components/layout/preferences-menu';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { paths } from '@/config/paths';
import { useUserOrNone } from '@/contexts/user-context';
import { useLogout } from '@/hooks/use-logout';
import { useTexts } from '@/hooks/use-texts';
import { useUpdateProfile } from '@/hooks/use-update-profile';
import { handleError } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { chooseLanguage, type Language, languageOf } from '@/lib/i18n/language';
import { leavePage } from '@/lib/leave-guard';

/** The menu of the account. It opens as it appears: its button was pressed already. */
export function AccountMenuOpen() {
  const t = useTexts(common);
  const user = useUserOrNone();
  const logout = useLogout();
  const update = useUpdateProfile();

  // The account has a language, too: the next page would follow that one.
  async function choose(language: Language) {
    await chooseLanguage(language);
    if (!user || languageOf(user.locale) === language) return;
    await update({ locale: language }).catch(handleError);
  }

  return (
    <Menu
      defaultOpen
      trigger={
        <Button look="quiet" size="icon" aria-label={t.account}>
          <CircleUser aria-hidden />
        </Button>
      }
    >
      {user && <p className="max-w-64 truncate px-2 py-1 text-small text-muted">{user.email}</p>}
      <MenuItem asChild>
        <Link href={paths.settings}>
          <Settings aria-hidden />
          {t.settings}
        </Link>
      </MenuItem>
      {user?.is_admin && (
        <MenuItem asChild>
          <Link href={paths.admin} className="sm:hidden">
            <ShieldUser aria-hidden />
            {t.admin}
          </Link>
        </MenuItem>
      )}
      <MenuLine />
      <PreferenceItems onLanguage={choose} />
      <MenuLine />
      <MenuItem onSelect={() => leavePage(() => void logout())}>
        <LogOut aria-hidden />
        {t.logOut}
      </MenuItem>
    </Menu>
  );
}
