/** Asks whether to leave the page; if the answer is yes, it calls the function. */
type Guard = (leave: () => void) => void;

let guard: Guard | undefined;

/** Let a guard ask before the page is left by `leavePage`. Return a function that ends that. */
export function setGuard(wanted: Guard): () => void {
  guard = wanted;
  return () => {
    if (guard === wanted) guard = undefined;
  };
}

/** Leave the page by a function, such as one that opens another page; the guard asks first. */
export function leavePage(leave: () => void): void {
  if (guard) guard(leave);
  else leave();
}
