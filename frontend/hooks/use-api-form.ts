'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useRef, useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type PathValue,
  useForm,
} from 'react-hook-form';
import { config, type z } from 'zod/v4-mini';

import type { ErrorCode } from '@/app/client';
import { useDraft } from '@/hooks/use-draft';
import { leave, type Problem, toProblem } from '@/lib/error';

// Otherwise zod tries whether it may make functions from text: Trusted Types block that.
config({ jitless: true });

type Options<T extends FieldValues> = {
  schema: z.ZodMiniType<T, T>;
  /**
   * Only for values that exist already. A form without them keeps what was typed before the
   * scripts ran; `''` would wipe it.
   */
  defaultValues?: DefaultValues<T>;
  /**
   * The name under which entries are kept if the login ends: see useDraft. Fields of passwords
   * and codes are left out.
   */
  draft?: string;
  /** The fields at which errors with these codes are shown; the others concern the form. */
  fieldOf?: Partial<Record<ErrorCode, Path<T>>>;
  /** Call the API with checked values. What it throws is shown in the form. */
  onSubmit: (values: T) => Promise<void>;
};

/**
 * A form that sends to the API. It is checked when it is sent, then with every change. The
 * first wrong field takes the focus. Nothing typed is lost, and a second submit waits.
 */
export function useApiForm<T extends FieldValues>({
  schema,
  defaultValues,
  draft,
  fieldOf,
  onSubmit,
}: Options<T>) {
  const form = useForm<T, unknown, T>({ resolver: zodResolver(schema), defaultValues });
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  useDraft({
    name: draft,
    read: () => typedIn(form.getValues(), form.formState.defaultValues),
    restore: (typed) =>
      Object.entries(typed).forEach(([name, value]) =>
        form.setValue(name as Path<T>, value as PathValue<T, Path<T>>, { shouldDirty: true }),
      ),
  });

  async function send(values: T) {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      await onSubmit(values);
    } catch (thrown) {
      show(thrown);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }

  function show(thrown: unknown) {
    const problem = toProblem(thrown);
    if (leave(problem)) return;
    const field = fieldOf?.[problem.code as ErrorCode];
    const fields = problem.fields.filter(({ field: name }) => name in form.getValues());
    if (field) {
      form.setError(field, { message: problem.message }, { shouldFocus: true });
    } else if (fields.length > 0) {
      fields.forEach(({ field: name, message }, index) =>
        form.setError(name as Path<T>, { message }, { shouldFocus: index === 0 }),
      );
    } else {
      setFailure({ problem, since: Date.now() });
    }
  }

  return {
    ...form,
    failure,
    isBusy,
    /** For `<form onSubmit>`. */
    submit: form.handleSubmit(send),
    /** What to spread into a field: its registration and its error. */
    field: (name: Path<T>) => ({
      ...form.register(name),
      error: form.getFieldState(name, form.formState).error?.message,
    }),
  };
}

const SECRET = /password|code/;

/** Return the entries of a form without secrets, or undefined if they are those it began with. */
function typedIn(values: FieldValues, defaults: FieldValues = {}): FieldValues | undefined {
  const open = Object.entries(values).filter(([name]) => !SECRET.test(name));
  // A field without a default begins as ''.
  const text = (value: unknown) => JSON.stringify(value || null);
  const isTyped = open.some(([name, value]) => text(value) !== text(defaults[name]));
  return isTyped ? Object.fromEntries(open) : undefined;
}
