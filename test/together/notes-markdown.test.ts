import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, type Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;
let slug: string;
let pads: PadWriter[];
let padIds: string[];

beforeAll(async () => {
  server = await sharedServer();
  ana = await named(server.url, "Ana");
  ({ slug } = await ana.makesMeetup());
  for (const title of ["Typed", "Put back in"]) await ana.proposes(slug, title);
  padIds = (await ana.look(slug)).view.topics.map(({ padId }) => padId);
  pads = padIds.map((padId) => new PadWriter(ana, padId));
  for (const pad of pads) await pad.synced();
});
afterAll(async () => {
  for (const pad of pads) pad.close();
});

/** Lines as people write them and as they don't, each with an end of its own. */
const markdown = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        // Any at all; fast-check takes a second to list them.
        fc.array(fc.nat(0x10_ff_ff), { maxLength: 12 }).map((codes) => String.fromCodePoint(...codes).toWellFormed()),
        fc.constantFrom(
          "---",
          "title: x",
          "```",
          "~~~js",
          "- [ ] do",
          "1. one",
          "| a | b |",
          "# Head #",
          "\ufeff",
          "> q",
          "  \t",
          "*_`<b>&amp;",
        ),
      ),
      fc.constantFrom("\n", "\r\n", "\r", "\u2028", ""),
    ),
    { maxLength: 25 },
  )
  .map((lines) => lines.flat().join(""));

async function typed(pad: PadWriter, text: string): Promise<void> {
  pad.doc.transact(() => {
    pad.text.delete(0, pad.text.length);
    pad.text.insert(0, text);
  });
  await pad.saved();
}

/** The bytes behind a pad's front matter, as they came over the wire. */
async function exported(padId: string): Promise<Buffer> {
  const response = await fetch(`${server.url}/m/${slug}/notes/${padId}.md`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const end = "\n---\n";
  return bytes.subarray(bytes.indexOf(end) + end.length);
}

test("[E1] any Markdown, typed, exported and put back in, is unchanged, byte for byte", async () => {
  const [first, second] = pads as [PadWriter, PadWriter];
  const [from, to] = padIds as [string, string];
  await fc.assert(
    fc.asyncProperty(markdown, async (text) => {
      await typed(first, text);
      const out = await exported(from);
      expect(out.equals(Buffer.from(text, "utf8"))).toBe(true);
      await typed(second, out.toString("utf8"));
      expect((await exported(to)).equals(out)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
