import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { writeZip, type ArchiveFile } from "../../server/exports/zip-writer.ts";

async function* files(count: number, made: string[]): AsyncGenerator<ArchiveFile> {
  for (let index = 0; index < count; index += 1) {
    const path = `folder/${index}.md`;
    made.push(path);
    yield { path, text: index === 0 ? "" : `${index} ${Math.sin(index)} é 👩‍🚀\r\n`.repeat(3000) };
  }
}

test("[E6] an archive is written no faster than it is read, and holds every byte", async () => {
  const chunks: Buffer[] = [];
  let written = 0;
  const out = new Writable({
    highWaterMark: 1000,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      written += 1;
      setImmediate(done);
    },
  });
  await writeZip(out, files(4, []));
  await finished(out);
  const unpacked = unzipSync(Buffer.concat(chunks));
  expect(written).toBeGreaterThan(4);
  expect(Object.keys(unpacked)).toEqual(["folder/0.md", "folder/1.md", "folder/2.md", "folder/3.md"]);
  expect(Buffer.from(unpacked["folder/3.md"]!).toString("utf8")).toBe(`3 ${Math.sin(3)} é 👩‍🚀\r\n`.repeat(3000));
});

test("[E6] nothing more is read for somebody who has gone", async () => {
  const made: string[] = [];
  const out = new Writable({
    highWaterMark: 1000,
    write(_chunk, _encoding, done) {
      if (made.length > 2) this.destroy();
      done();
    },
  });
  await writeZip(out, files(1000, made));
  expect(made.length).toBeLessThan(10);
});
