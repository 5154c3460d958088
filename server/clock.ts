/** Time, handed in so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `then` once, after `ms` milliseconds; the process may end before. Returns how to call it off. */
  after(ms: number, then: () => void): () => void;
}

/** The longest that a timer of the machine can wait: 2^31 - 1 ms, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, Math.min(Math.max(0, ms), LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Time to wait by, which only moves forward; handed in so that a simulation can move it. */
export interface Timers {
  /** Milliseconds since some moment, with fractions. */
  elapsed(): number;
  /** Calls `then` once, after `ms` milliseconds. Returns how to call it off. */
  after(ms: number, then: () => void): () => void;
  /** Calls `then` once, after all that has come in by now was heard. Returns how to call it off. */
  soon(then: () => void): () => void;
}

/** The machine's timers. */
export const systemTimers: Timers = {
  elapsed: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  soon(then) {
    const immediate = setImmediate(then);
    return () => clearImmediate(immediate);
  },
};
