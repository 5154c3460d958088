import { crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipBytes, type ArchiveFile } from "../../server/exports/zip-bytes.ts";

function textOf(index: number): string {
  return index === 0 ? "" : `${index} ${Math.sin(index)} é 👩‍🚀\r\n`.repeat(3000);
}

async function* files(count: number): AsyncGenerator<ArchiveFile> {
  for (let index = 0; index < count; index += 1) yield { path: `folder/${index} é.md`, content: textOf(index) };
}

test("[E6] an archive holds every byte, compressed", async () => {
  const bytes = await zipBytes(files(4));
  const unpacked = unzipSync(bytes);
  expect(Object.keys(unpacked)).toEqual([0, 1, 2, 3].map((index) => `folder/${index} é.md`));
  for (const index of [0, 1, 2, 3])
    expect(Buffer.from(unpacked[`folder/${index} é.md`]!).toString("utf8")).toBe(textOf(index));
  expect(bytes.length).toBeLessThan(textOf(1).length);
  // By which programs that unpack it notice damage.
  const sums = [];
  for (let at = bytes.indexOf("PK\u0001\u0002"); at >= 0; at = bytes.indexOf("PK\u0001\u0002", at + 1))
    sums.push(bytes.readUInt32LE(at + 16));
  expect(sums).toEqual([0, 1, 2, 3].map((index) => crc32(textOf(index))));
});

test("[E6] what can't be read ends it", async () => {
  async function* torn(): AsyncGenerator<ArchiveFile> {
    yield* files(2);
    throw new Error("The pad can't be read");
  }
  await expect(zipBytes(torn())).rejects.toThrow("The pad can't be read");
});
