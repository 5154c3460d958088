import { expect, it } from "vitest";
import { SharedBudget, type BudgetUser } from "../../server/connections/shared-budget.ts";

const MEBIBYTE = 1024 * 1024;
const now = performance.now();

/** All who are cut off when each has begun a message as told, and sent as much of it. */
function cutOf(senders: Record<string, Partial<BudgetUser> & { keptBytes: number }>): string[] {
  const unfinished = new SharedBudget();
  const cut: string[] = [];
  for (const [name, sender] of Object.entries(senders))
    unfinished.enter({ address: "hall", begunAt: now, heardAt: now, cut: () => void cut.push(name), ...sender });
  for (const { keptBytes } of Object.values(senders)) unfinished.came(keptBytes);
  return cut;
}

function named(name: string, count: number, sender: Partial<BudgetUser> & { keptBytes: number }) {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`${name} ${n}`, sender]));
}

it("[C10] while all that is unfinished is 48 MiB at most nobody is cut off", () => {
  expect(cutOf(named("phone", 48, { keptBytes: MEBIBYTE, begunAt: now - 3_600_000, heardAt: 0 }))).toEqual([]);
});

it("[C10] beyond that those with the largest go first, until 32 MiB are left", () => {
  const cut = cutOf({
    ...named("phone", 100, { keptBytes: 50_000 }),
    ...named("hostile", 50, { keptBytes: MEBIBYTE }),
  });
  expect(cut.every((name) => name.startsWith("hostile"))).toBe(true);
  expect(cut).toHaveLength(23);
});

it("[C10] of some that are as large it is who has been silent for longest, or takes minutes for one message", () => {
  const large = { keptBytes: 400_000 };
  const cut = cutOf({
    ...named("phone", 70, { ...large, begunAt: now - 60_000, heardAt: now - 100 }),
    ...named("silent", 20, { ...large, heardAt: now - 30_000 }),
    ...named("trickling", 75, { keptBytes: 200_000, begunAt: now - 300_000 }),
  });
  expect(cut.filter((name) => name.startsWith("phone"))).toEqual([]);
  expect(cut.filter((name) => name.startsWith("trickling"))).toHaveLength(75);
});

it("[C10] whoever sends from elsewhere than those who hold most keeps all, however large", () => {
  const cut = cutOf({
    ...named("hostile", 6000, { address: "elsewhere", keptBytes: 8000 }),
    ...named("phone", 5, { keptBytes: MEBIBYTE, heardAt: now - 20_000 }),
  });
  expect(cut.filter((name) => name.startsWith("phone"))).toEqual([]);
  expect(cut.length).toBeGreaterThan(1000);
});

it("[C10] what was finished, or whose sender has left, counts no more", () => {
  const unfinished = new SharedBudget();
  let cut = 0;
  const sender = { address: "hall", begunAt: now, heardAt: now, cut: () => void (cut += 1) };
  unfinished.enter({ ...sender, keptBytes: 0 });
  const leave = unfinished.enter({ ...sender, keptBytes: 60 * MEBIBYTE });
  leave();
  for (let n = 0; n < 100; n += 1) unfinished.came(MEBIBYTE);
  expect(cut).toBe(0);
});
