'use client';

import {
  Braces,
  CalendarDays,
  CloudUpload,
  Link2,
  type LucideIcon,
  Search,
  ShieldCheck,
} from 'lucide-react';

import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { home } from '@/lib/i18n/en/home';
import { cn } from '@/lib/utils';

const ICONS: [keyof typeof home.features, LucideIcon][] = [
  ['search', Search],
  ['shares', Link2],
  ['uploads', CloudUpload],
  ['accounts', ShieldCheck],
  ['demos', CalendarDays],
  ['api', Braces],
];

/** What the product does, in groups. */
export function Features() {
  const t = useTexts(home);
  return (
    <section aria-labelledby="features" className="border-y bg-sunken">
      <div className={cn(COLUMN, SECTION, 'max-w-list')}>
        <h2 id="features" className="text-title font-semibold sm:text-display">
          {t.featuresTitle}
        </h2>
        <ul className="mt-10 grid gap-x-12 gap-y-10 sm:grid-cols-2 lg:grid-cols-3">
          {ICONS.map(([key, Icon]) => (
            <li key={key}>
              <Icon aria-hidden className="size-6 text-link" />
              <h3 className="mt-4 font-semibold">{t.features[key][0]}</h3>
              <p className="mt-1 text-pretty text-small text-muted">{t.features[key][1]}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
