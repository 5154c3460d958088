/**
 * A handler of a form that may be sent again while it deals with what was sent before: the same words count once, as who
 * presses twice on a slow line wants nothing twice, and other words are dealt with too. `isAsSent` tells whether the form
 * is still there and says what it said, or holds what was typed since. After `forget` the same words are new ones: the
 * form is done with them, and what they asked may have been taken back.
 */
export function submitOnce(
  run: (fields: FormData, isAsSent: () => boolean, forget: () => void) => Promise<void>,
): (event: Event) => void {
  const underway = new Set<string>();
  return (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const words = wordsOf(fields);
    if (underway.has(words)) return;
    underway.add(words);
    const isAsSent = () => form.isConnected && wordsOf(new FormData(form)) === words;
    const forget = () => underway.delete(words);
    void run(fields, isAsSent, forget).finally(forget);
  };
}

function wordsOf(fields: FormData): string {
  return JSON.stringify([...fields]);
}
