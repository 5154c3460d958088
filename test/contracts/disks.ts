/** Disks for the store's tests, that are as fast as said whatever the machine's is. */
import type { Disk } from "../../server/store/direct-commits.ts";

const deaf = { took: () => {}, held: () => {}, rest: () => {} };

export const disks = {
  /** Nobody waits for it: all commits are the thread's. */
  slow: (): Disk => ({ ...deaf, isFast: () => false }),
  /** Whatever can be committed in the event loop is. */
  fast: (): Disk => ({ ...deaf, isFast: () => true }),
  /** The loop and the thread take turns. */
  changing: (): Disk => {
    let asked = 0;
    return { ...deaf, isFast: () => (asked += 1) % 2 === 0 };
  },
};
