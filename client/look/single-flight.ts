/**
 * A handler of presses that takes no other one while it deals with one: who presses again on a slow line does nothing
 * twice, and isn't told that the second time was refused. What a form would do by itself it never does.
 */
export function singleFlight<A extends unknown[]>(run: (...args: A) => Promise<void>): (...args: A) => void {
  let isRunning = false;
  return (...args) => {
    const [event] = args;
    if (event instanceof Event) event.preventDefault();
    if (isRunning) return;
    isRunning = true;
    void run(...args).finally(() => (isRunning = false));
  };
}
