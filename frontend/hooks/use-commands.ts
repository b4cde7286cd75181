'use client';

import { useQuery } from '@tanstack/react-query';
import {
  File,
  Files,
  Keyboard,
  LayoutDashboard,
  Link2,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Settings,
  ShieldUser,
  Sun,
  Trash2,
  Upload,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';

import { documentPath, paths } from '@/config/paths';
import { useUserOrNone } from '@/contexts/user-context';
import { useLogout } from '@/hooks/use-logout';
import { useProviders } from '@/hooks/use-providers';
import { useSettled } from '@/hooks/use-settled';
import { useTexts } from '@/hooks/use-texts';
import { useUploadFiles } from '@/hooks/use-upload-files';
import { chooseFiles } from '@/lib/choose-files';
import { filterBy } from '@/lib/filter';
import { commands as texts } from '@/lib/i18n/en/commands';
import { common } from '@/lib/i18n/en/common';
import { settings } from '@/lib/i18n/en/settings';
import { leavePage } from '@/lib/leave-guard';
import { foundQuery } from '@/lib/queries/documents';

export type Command = { id: string; label: string; icon: LucideIcon; run: () => void };

// Typing faster than this makes one search of several letters.
const PAUSE = 200;
// A single letter finds nearly everything.
const LEAST = 2;

/** Return what the palette offers for a typed text: commands, and documents that match it. */
export function useCommands(typed: string, onHelp: () => void): Command[] {
  const search = useSettled(typed.trim(), PAUSE);
  const isSearch = search.length >= LEAST;
  const { data: found } = useQuery({ ...foundQuery(search), enabled: isSearch });
  // What an earlier text found must not be opened by Enter.
  const isFound = found !== undefined && search === typed.trim();
  const router = useRouter();
  const isWanted = filterBy(typed);
  const commands = useAll(onHelp).filter(({ label }) => isWanted(label));
  if (!isFound) return commands;

  const documents = found.map((document) => ({
    id: document.id,
    label: document.title,
    icon: File,
    run: () => leavePage(() => router.push(documentPath(document.id))),
  }));
  return [...commands, ...documents];
}

function useAll(onHelp: () => void): Command[] {
  const t = useTexts(texts);
  const c = useTexts(common);
  const s = useTexts(settings);
  const router = useRouter();
  const user = useUserOrNone();
  const hasProviders = useProviders().length > 0;
  const upload = useUploadFiles();
  const logout = useLogout();
  const { setTheme } = useTheme();
  const go = (path: string) => () => leavePage(() => router.push(path));
  const page = (label: string, path: string, icon: LucideIcon) => {
    return { id: path, label: t.goTo(label), icon, run: go(path) };
  };
  const theme = (name: string, label: string, icon: LucideIcon) => {
    return { id: name, label: t.theme(label), icon, run: () => setTheme(name) };
  };
  return [
    page(c.dashboard, paths.dashboard, LayoutDashboard),
    page(c.documents, paths.documents, Files),
    { id: 'upload', label: t.upload, icon: Upload, run: () => void chooseFiles().then(upload) },
    page(t.shares, paths.shares, Link2),
    page(t.trash, paths.trash, Trash2),
    page(c.settings, paths.settings, Settings),
    page(s.password, paths.settingsPassword, Settings),
    page(s.twoFactor, paths.settingsTwoFa, Settings),
    page(s.passkeys, paths.settingsPasskeys, Settings),
    ...(hasProviders ? [page(s.providers, paths.settingsProviders, Settings)] : []),
    page(s.sessions, paths.settingsSessions, Settings),
    page(s.apiTokens, paths.settingsApiTokens, Settings),
    ...(user?.is_admin ? [page(c.admin, paths.admin, ShieldUser)] : []),
    theme('light', c.themeLight, Sun),
    theme('dark', c.themeDark, Moon),
    theme('system', c.themeSystem, Monitor),
    { id: 'help', label: t.shortcuts, icon: Keyboard, run: onHelp },
    { id: 'logout', label: c.logOut, icon: LogOut, run: () => leavePage(() => void logout()) },
  ];
}
