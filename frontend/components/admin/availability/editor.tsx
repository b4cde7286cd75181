'use client';

import { useEffect, useRef } from 'react';

import { BlackoutSection } from '@/components/admin/availability/blackout-section';
import { ChangedMeanwhile } from '@/components/admin/availability/changed-meanwhile';
import { RulesSection } from '@/components/admin/availability/rules-section';
import { WeekSection } from '@/components/admin/availability/week-section';
import { Alert } from '@/components/ui/alert';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { FormProblem } from '@/components/ui/problem';
import { SaveBar } from '@/components/ui/save-bar';
import { useAvailabilityDraft } from '@/hooks/admin/use-availability-draft';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { notify } from '@/lib/notify';
import type { Availability } from '@/lib/queries/admin-bookings';

/** Edits the rules for when demos can be booked. All of them are saved together. */
export function Editor({ loaded }: { loaded: Availability }) {
  const t = useTexts(availability);
  const rules = useAvailabilityDraft(loaded);
  const { draft, change, mistakes, attempts, failure, meanwhile, isDirty } = rules;
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  async function save() {
    if (!(await rules.save())) return;
    notify({ kind: 'success', text: t.saved });
    toHeading();
  }

  function discard() {
    rules.reset();
    toHeading();
  }

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      className="flex flex-col gap-8 [&_button]:scroll-mb-28 [&_input]:scroll-mb-28"
    >
      {meanwhile && <ChangedMeanwhile {...meanwhile} onTakeTheirs={discard} />}
      {failure && <FormProblem {...failure} key={failure.since} />}
      {mistakes.size > 0 && (
        <Alert kind="danger" live>
          {t.mistakes}
        </Alert>
      )}
      <WeekSection
        week={draft.week}
        timeZone={draft.timezone}
        hasMistakes={attempts > 0}
        onChange={(week) => change({ week })}
      />
      <RulesSection draft={draft} mistakes={mistakes} onChange={change} />
      <BlackoutSection
        days={draft.blackoutDays}
        timeZone={draft.timezone}
        onChange={(blackoutDays) => change({ blackoutDays })}
      />
      <SaveBar isDirty={isDirty} isBusy={rules.isBusy} onDiscard={discard} />
      <LeaveGuard isDirty={isDirty} />
    </form>
  );
}

// The button that had the focus goes away.
function toHeading() {
  document.querySelector('h1')?.focus();
}
