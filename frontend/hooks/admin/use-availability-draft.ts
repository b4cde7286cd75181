'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useDraft } from '@/hooks/use-draft';
import { changedParts, type Draft, merge, mistakesOf, toDraft, toRules } from '@/lib/availability';
import type { Part } from '@/lib/availability';
import { leave, type Problem, toProblem } from '@/lib/error';
import {
  type Availability,
  availabilityQuery,
  saveAvailability,
} from '@/lib/queries/admin-bookings';

/** What somebody else saved while one was editing, and how it was joined. */
export type Meanwhile = { theirs: Draft; taken: Part[]; conflicts: Part[] };

/**
 * The rules as they are edited. `save` resolves to whether they are saved. If somebody else
 * saved others meanwhile, both are joined, and `meanwhile` says how.
 */
export function useAvailabilityDraft(loaded: Availability) {
  const client = useQueryClient();
  const [saved, setSaved] = useState({ ...loaded, draft: toDraft(loaded.rules) });
  const [draft, setDraft] = useState(saved.draft);
  const [attempts, setAttempts] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [meanwhile, setMeanwhile] = useState<Meanwhile>();
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();
  const mistakes = mistakesOf(draft);
  const isDirty = changedParts(saved.draft, draft).length > 0;

  useDraft({
    name: 'availability',
    read: () => (isDirty ? { saved, draft } : undefined),
    restore: (typed) => {
      setSaved(typed.saved);
      setDraft(typed.draft);
    },
  });

  function begin(availability: Availability): void {
    const now = { ...availability, draft: toDraft(availability.rules) };
    setSaved(now);
    setDraft(now.draft);
    setMeanwhile(undefined);
    setFailure(undefined);
    setAttempts(0);
  }

  async function join(): Promise<void> {
    const newer = await client.fetchQuery({ ...availabilityQuery, staleTime: 0 });
    const theirs = toDraft(newer.rules);
    const { draft: joined, ...how } = merge(saved.draft, draft, theirs);
    setSaved({ ...newer, draft: theirs });
    setDraft(joined);
    setMeanwhile({ theirs, ...how });
  }

  async function save(): Promise<boolean> {
    setAttempts((count) => count + 1);
    if (isBusy || mistakes.size > 0) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      begin(await saveAvailability(toRules(draft), saved.etag));
      return true;
    } catch (thrown) {
      await show(thrown);
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function show(thrown: unknown): Promise<void> {
    const problem = toProblem(thrown);
    if (problem.code === 'availability_changed') await join().catch(show);
    else if (!leave(problem)) setFailure({ problem, since: Date.now() });
  }

  return {
    draft,
    change: (changes: Partial<Draft>) => setDraft((now) => ({ ...now, ...changes })),
    isDirty,
    /** Mistakes are shown once somebody tried to save. */
    mistakes: attempts > 0 ? mistakes : new Set<Part>(),
    attempts,
    isBusy,
    failure,
    meanwhile,
    save,
    reset: () => begin(saved),
  };
}
