/** The one suite, run for every store. */
import type { Disk } from "../../server/store/direct-commits.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { disks } from "./disks.ts";
import { anyWritesAgree, logStoreContract, type OpenedStore } from "./log-store-contract.ts";

logStoreContract("InMemoryLogStore", async () => {
  const store = new InMemoryLogStore();
  return {
    store,
    fail: async () => {
      store.failWrites("disk full");
      return async () => store.failWrites(undefined);
    },
    cleanup: () => store.close(),
  };
});

/** Pages of a store whose disk is about to be full: enough for the suite's largest entries. */
const SMALL_DISK_PAGES = 1000;
/** Logs that are small enough to be deleted at once. */
const BALLAST = Array.from({ length: 4 }, (_, n) => ({ stream: `ballast ${n}`, bytes: 225 * 4096 }));

logStoreContract("SqliteLogStore", sqliteSubject(disks.slow));
logStoreContract("SqliteLogStore on a disk that is waited for", sqliteSubject(disks.fast));
// What else befalls this one, test/faults/store.ts tries.
anyWritesAgree("SqliteLogStore on a disk that is fast now and then", sqliteSubject(disks.changing));

function sqliteSubject(disk: () => Disk): () => Promise<OpenedStore> {
  return async () => {
    const folder = await temporaryFolder();
    let store = await openSqliteLogStore(folder.path, { maxPages: SMALL_DISK_PAGES, disk: disk() });
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openSqliteLogStore(folder.path, { disk: disk() });
        return store;
      },
      fail: async () => {
        // Ballast fills the small disk up; dropping it makes room.
        await store.write({
          appends: BALLAST.map(({ stream, bytes }) => ({ stream, entries: [new Uint8Array(bytes)] })),
        });
        let filled = 0;
        for (let size = 64 * 1024; size >= 2048; size /= 2) {
          const fits = (): Promise<boolean> =>
            store.write({ appends: [{ stream: "ballast", entries: [new Uint8Array(size)] }] }).then(
              () => true,
              () => false,
            );
          while (await fits()) filled += size;
        }
        if (filled > SMALL_DISK_PAGES * 4096) throw new Error("The disk never became full.");
        return async () => void (await store.write({ drops: ["ballast", ...BALLAST.map(({ stream }) => stream)] }));
      },
      cleanup: async () => {
        await store.close();
        await folder.remove();
      },
    };
  };
}
