import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { PadEncodings } from "../../server/notes/answers/pad-encodings.ts";
import { RawPad } from "../faults/support/raw-pad.ts";
import { encode, insertion, PAD, RawClient, SEED, startNotes, updateOf } from "./notes-story.ts";

/** Together more than anybody may leave unread. */
const PASTED = { by: 6, characters: 900_000 };

test("[N14] what waits behind an answer that takes long counts as unread: whoever it becomes too much for is cut off", async () => {
  await using ends = new AsyncDisposableStack();
  const server = await startNotes();
  ends.defer(() => server.close());
  const people = await Promise.all(
    Array.from({ length: PASTED.by }, (_, n) => RawClient.join(server.url, `person-${n}`)),
  );
  ends.defer(() => people.forEach((each) => each.close()));

  // An answer that takes until all of this is over.
  const over = Promise.withResolvers<void>();
  const real = PadEncodings.prototype.encode;
  const asked = vi.spyOn(PadEncodings.prototype, "encode").mockImplementation(async function (
    this: PadEncodings,
    wish,
  ) {
    const update = (await real.call(this, wish)) as Uint8Array;
    await over.promise;
    return { update, ms: 0 };
  });
  ends.defer(() => asked.mockRestore());
  const deaf = await RawPad.open(server.url.replace("ws", "http"), `/notes/${PAD}?as=deaf`, undefined);
  ends.defer(() => deaf.close());
  let read = "";
  deaf.socket.on("data", (bytes: Buffer) => (read += bytes.toString("latin1")));
  deaf.send(encode(0, 0, Uint8Array.of(0)));
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  deaf.socket.pause();
  await Promise.all(
    people.map((each, n) => {
      each.send(updateOf(insertion(1000 + n, "y".repeat(PASTED.characters))));
      return each.fence(1);
    }),
  );
  over.resolve();
  deaf.socket.resume();
  if (!deaf.socket.closed) await once(deaf.socket, "close");
  expect(read).not.toContain(SEED.trim());
});
