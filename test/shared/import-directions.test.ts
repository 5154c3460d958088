import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { brokenImportRules } from "../helpers/import-rules.ts";
import type { Sources } from "../helpers/imports.ts";

const TOP = fileURLToPath(new URL("../..", import.meta.url));

async function sourcesOf(...folders: string[]): Promise<Sources> {
  const entries = await Promise.all(
    folders.map((folder) => readdir(join(TOP, folder), { recursive: true, withFileTypes: true })),
  );
  const files = entries
    .flat()
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file) => [relative(TOP, file).replaceAll(sep, "/"), await readFile(file, "utf8")] as const),
    ),
  );
}

describe("imports", () => {
  it("go the way that docs/architecture.md says", async () => {
    const sources = await sourcesOf("shared", "server", "client");
    expect(sources.size).toBeGreaterThan(50);
    expect(brokenImportRules(sources)).toEqual([]);
  });
});

describe("the check of imports", () => {
  it.each([
    ["shared/a.ts", 'import { readFile } from "node:fs/promises";', "shared is pure"],
    ["shared/a.ts", 'import type { Page } from "../client/page.ts";', "shared is pure"],
    ["shared/meetup/a.ts", 'import * as Y from "yjs";', "shared is pure"],
    ["server/a.ts", 'export type { Page } from "../client/page.ts";', "server and client meet only in shared"],
    ["client/a.ts", 'let x: import("../server/config.ts").Config;', "server and client meet only in shared"],
    ["client/a.ts", 'const later = () => import("../server/a.ts");', "server and client meet only in shared"],
    ["server/a.ts", 'import { named } from "../test/helpers/named.ts";', "what runs does not need the tests"],
    ["server/store/a.ts", 'import { at } from "../clock.ts";', "a folder of the server imports what"],
    ["server/notes/a.ts", 'import { send } from "../http/answers.ts";', "a folder of the server imports what"],
    ["server/meetups/a.ts", 'import { send } from "../live/broadcast.ts";', "a folder of the server imports what"],
    ["server/live/a.ts", 'import { read } from "../notes/pad-messages.ts";', "a folder of the server imports what"],
    ["server/notes/queue/a.ts", 'import { a } from "../../connections/a.ts";', "a folder of the server imports what"],
    ["server/new/a.ts", 'import { at } from "../clock.ts";', "a folder of the server imports what"],
    ["server/notes/live-pad.ts", 'import { Door } from "./pad-door.ts";', "what is live does not know its sockets"],
    ["server/notes/queue/a.ts", 'import { a } from "../door/a.ts";', "what is live does not know its sockets"],
    ["server/http/a.ts", 'import { open } from "../store/sqlite-log-store.ts";', "only programs choose a store"],
    ["server/a.ts", 'import { open } from "./store/sqlite-log-store.ts";', "only programs choose a store"],
    ["client/meetup/a.ts", 'import { io } from "socket.io-client";', "only the connection to the server"],
    ["client/meetup/a-replica.ts", 'import { html } from "lit";', "replicas and connections draw nothing"],
    ["client/replica/a.ts", 'import { html } from "lit";', "replicas and connections draw nothing"],
    ["client/a.ts", 'import { join } from "node:path";', "pages run where there is no Node"],
    ["client/look/index.ts", "export {};", "not an index"],
  ])("sees what is wrong in %s: %s", (path, text, sentence) => {
    const broken = brokenImportRules(new Map([[path, `// A line before it.\n${text}\n`]]));
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(sentence);
    if (text.includes("from") || text.includes("import(")) expect(broken[0]).toContain(`${path}:2 imports `);
  });

  it("sees imports that go in a circle, type imports too", () => {
    const broken = brokenImportRules(
      new Map([
        ["server/a.ts", 'import { b } from "./b.ts";'],
        ["server/b.ts", 'import { c } from "./c.ts";'],
        ["server/c.ts", '\nimport type { B } from "./b.ts";'],
      ]),
    );
    expect(broken).toEqual([
      "server/b.ts:1 imports server/c.ts, server/c.ts:2 imports server/b.ts: imports go in a circle",
    ]);
  });

  it("lets what is allowed pass, and what only looks like an import", () => {
    const sources = new Map([
      ["shared/notes/a.ts", 'import * as Y from "yjs";\nimport { z } from "zod";'],
      ["server/main.ts", 'import { open } from "./store/sqlite-log-store.ts";'],
      ["server/store/sqlite-log-store.ts", 'import type { LogStore } from "./log-store.ts";'],
      ["client/a.ts", 'const text = \'import a from "node:fs"\'; // import b from "../server/b.ts"'],
    ]);
    expect(brokenImportRules(sources)).toEqual([]);
  });
});
