/** Asks for the password again, if the API wants a recent login (403). */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;

/** Let a dialog answer; it resolves to false if the person closes it. */
export function answerBy(dialog: Ask): () => void {
  ask = dialog;
  return () => {
    ask = undefined;
  };
}

/** Ask for the password. Return whether it was given and accepted. */
export function askForPassword(): Promise<boolean> {
  return ask ? ask() : Promise.resolve(false);
}
