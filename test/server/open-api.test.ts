import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openApiDocument } from "../../server/http/open-api.ts";

const SERVER = fileURLToPath(new URL("../../server", import.meta.url));

test("the OpenAPI document describes bodies by the very schemas that check them", async () => {
  const files = (await readdir(SERVER, { recursive: true })).filter((name) => name.endsWith("-routes.ts"));
  const routes = (await Promise.all(files.map((name) => readFile(join(SERVER, name), "utf8")))).join("\n");
  const document = await readFile(join(SERVER, "http/open-api.ts"), "utf8");
  const checking = [...routes.matchAll(/checkedBy\((.*?)\)/gu)].map(([, schema]) => schema!);
  const described = [...document.matchAll(/body\((?!schema: )(.*?)\)/gu)].map(([, schema]) => schema!);
  // The door for commands checks them, for HTTP and Socket.IO alike.
  expect(new Set(described)).toEqual(new Set([...checking, "askedSchema"]));
  expect(routes).not.toContain("safeParse(request.body");
  expect(document).not.toMatch(/z\.(?!toJSONSchema|ZodType)/u);
});

test("the OpenAPI document has batches, and how long an organizer's secret may be", () => {
  const document = JSON.stringify(openApiDocument());
  expect(document).toContain('"const":"batch"');
  expect(document).toContain('{"token":{"type":"string","minLength":1,"maxLength":200}},"required":["token"]');
});
