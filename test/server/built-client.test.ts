import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BuiltClient } from "../../server/http/built-client.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

test("pages that couldn't be read are read when they can be, and are the same from then on", async () => {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const client = new BuiltClient(folder.path);
  await expect(client.document()).rejects.toThrow("ENOENT");
  await writeFile(join(folder.path, "index.html"), "the first");
  expect(await client.document()).toBe("the first");
  await writeFile(join(folder.path, "index.html"), "another");
  expect(await client.document()).toBe("the first");
});
