/** This page's time: its device's clock and timers, for what is handed its time. */
export const pageClock = {
  now: (): number => Date.now(),
  after: (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
