/** Time, handed in so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `then` once, after `ms` milliseconds; the process may end before. Returns how to call it off. */
  after(ms: number, then: () => void): () => void;
}

/** So often it is looked whether the machine slept meanwhile: its timers stand still then, its clock doesn't. */
const LOOK_MS = 60_000;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const [due, elapsed] = [Date.now() + ms, performance.now() + ms];
    let timer: NodeJS.Timeout;
    // Whichever comes first: a clock that is set back makes nobody wait for longer.
    const wait = () => {
      const left = Math.min(due - Date.now(), elapsed - performance.now());
      timer = setTimeout(() => (left <= LOOK_MS ? then() : wait()), Math.min(Math.max(0, left), LOOK_MS));
      timer.unref();
    };
    wait();
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
