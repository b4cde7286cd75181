'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

import { setGuard } from '@/lib/leave-guard';
import { getToken } from '@/lib/token';

/**
 * Ask before somebody leaves a page with changes: by a link, by "Back", by a command such as
 * "Log out", or by closing it. Return the question, while there is one: `leave` goes on, `stay`
 * does not.
 */
export function useLeaveGuard(isDirty: boolean) {
  const router = useRouter();
  const [target, setTarget] = useState<'back' | { go: () => void }>();
  const isLeaving = useRef(false);
  // "Back" cannot be refused. It finds this page once more, which then asks.
  const isTwice = useRef(false);

  useEffect(() => {
    if (!isDirty || isTwice.current) return;
    history.pushState(history.state, '', location.href);
    isTwice.current = true;
  }, [isDirty]);

  useEffect(() => {
    function handleBack() {
      if (!isTwice.current || isLeaving.current) return;
      isTwice.current = false;
      if (isDirty) setTarget('back');
      else history.back();
    }
    addEventListener('popstate', handleBack);
    return () => removeEventListener('popstate', handleBack);
  }, [isDirty]);

  useEffect(() => {
    if (!isDirty) return;

    function handleUnload(event: BeforeUnloadEvent) {
      // Without a login one has to leave, and what is typed is kept: see useDraft.
      if (!isLeaving.current && getToken() !== undefined) event.preventDefault();
    }
    function handleClick(event: MouseEvent) {
      const link = (event.target as Element).closest('a');
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
      if (!link || !isPlain || link.target === '_blank') return;
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      // Before the router sees it, which listens on the links.
      event.preventDefault();
      event.stopPropagation();
      const path = link.href.slice(location.origin.length);
      setTarget({ go: () => router.push(path) });
    }

    addEventListener('beforeunload', handleUnload);
    document.addEventListener('click', handleClick, true);
    const endGuard = setGuard((go) => setTarget({ go }));
    return () => {
      endGuard();
      removeEventListener('beforeunload', handleUnload);
      document.removeEventListener('click', handleClick, true);
    };
  }, [isDirty, router]);

  function stay() {
    if (target === 'back') history.pushState(history.state, '', location.href);
    isTwice.current = true;
    setTarget(undefined);
  }

  function leave() {
    isLeaving.current = true;
    if (target === 'back') history.back();
    else target?.go();
    setTarget(undefined);
  }

  return target === undefined ? undefined : { stay, leave };
}
