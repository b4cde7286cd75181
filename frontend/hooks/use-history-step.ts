'use client';

import { useEffect, useState } from 'react';

/**
 * Return whether a page shows its second step, and functions that go there and back. The
 * history has the step, so that "Back" shows the first one and does not leave the page. Once
 * all is done, "Back" leaves it.
 */
export function useHistoryStep(name: string, isDone: boolean) {
  const [isThere, setThere] = useState(false);

  useEffect(() => {
    const { pathname } = location;
    function handleMove({ state }: PopStateEvent) {
      setThere(isStep(state, name));
      if (isDone && !isStep(state, name) && location.pathname === pathname) history.back();
    }
    addEventListener('popstate', handleMove);
    return () => removeEventListener('popstate', handleMove);
  }, [name, isDone]);

  function enter() {
    // After a reload the history may be there already, while the page begins anew.
    if (!isStep(history.state, name)) history.pushState({ step: name }, '', location.href);
    setThere(true);
  }

  return { isThere, enter, goBack: () => history.back() };
}

function isStep(state: unknown, name: string): boolean {
  return (state as { step?: unknown } | null)?.step === name;
}
