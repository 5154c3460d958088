/** The directions that imports may take: docs/architecture.md, "Rooms of the house", as something that can be checked. */
import { posix } from "node:path";
import { importsOf, type Import, type Sources } from "./imports.ts";

interface Rule {
  says: string;
  isBrokenBy(found: Import): boolean;
}

const CONCRETE_STORE = "server/store/sqlite-log-store.ts";
/** What every folder of the server may use but the store, and `turns`, which has only the clock. */
const SMALL_FILES = ["clock.ts", "config.ts", "guesses.ts", "report-fault.ts", "secrets.ts", "token-buckets.ts"];
/** The table in docs/architecture.md: what a folder of the server may import of it besides itself, folders or single files. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  store: [],
  turns: ["clock.ts"],
  people: [...SMALL_FILES, "store/", "turns/"],
  connections: [...SMALL_FILES, "people/", "http/answers.ts", "http/origin.ts"],
  notes: [...SMALL_FILES, "store/", "turns/", "connections/websocket-frame.ts"],
  "notes/door": [...SMALL_FILES, "notes/", "turns/", "connections/"],
  meetups: [
    ...SMALL_FILES,
    "store/",
    "people/",
    "turns/",
    "notes/pad-access.ts",
    "notes/text/pad-seed.ts",
    "outward/push-choice-records.ts",
    "outward/webhook-record.ts",
    "sample/sample-records.ts",
  ],
  outward: [...SMALL_FILES, "store/", "people/", "meetups/", "turns/"],
  http: [...SMALL_FILES, "store/", "people/", "meetups/", "notes/", "turns/", "outward/", "exports/", "sample/"],
  live: [...SMALL_FILES, "store/", "people/", "meetups/", "turns/", "connections/", "http/"],
  exports: [...SMALL_FILES, "meetups/", "notes/", "http/", "turns/"],
  sample: [...SMALL_FILES, "store/", "people/", "meetups/", "notes/", "http/"],
};
const FOLDER_OF_THIS_REPOSITORY = /^(?:shared|server|client|test)\//u;

const RULES: Rule[] = [
  {
    says: "shared is pure: only shared files, zod, and yjs for notes",
    isBrokenBy: ({ from, to }) =>
      from.startsWith("shared/") &&
      !to.startsWith("shared/") &&
      to !== "zod" &&
      !(to === "yjs" && from.startsWith("shared/notes/")),
  },
  {
    says: "server and client meet only in shared",
    isBrokenBy: ({ from, to }) =>
      (from.startsWith("server/") && to.startsWith("client/")) ||
      (from.startsWith("client/") && to.startsWith("server/")),
  },
  {
    says: "what runs does not need the tests",
    isBrokenBy: ({ to }) => to.startsWith("test/"),
  },
  {
    says: "a folder of the server imports what docs/architecture.md lets it",
    isBrokenBy: ({ from, to }) => {
      if (!/^server\/.*\//u.test(from) || !to.startsWith("server/")) return false;
      const [, folder = "", inner = ""] = from.split("/");
      const allowed = MAY_IMPORT[`${folder}/${inner}`] ?? MAY_IMPORT[folder] ?? [];
      return ![`${folder}/`, ...allowed].some((each) => to.startsWith(`server/${each}`));
    },
  },
  {
    says: "what is live does not know its sockets",
    isBrokenBy: ({ from, to }) =>
      (/\/live-[\w-]+\.ts$/u.test(from) && /-(?:socket|door)\.ts$/u.test(to)) ||
      (/^server\/notes\/(?!door\/)/u.test(from) && to.startsWith("server/notes/door/")),
  },
  {
    says: "only programs choose a store",
    isBrokenBy: ({ from, to }) => to === CONCRETE_STORE && !from.startsWith("server/store/") && !isProgram(from),
  },
  {
    says: "only the connection to the server speaks Socket.IO",
    isBrokenBy: ({ from, to }) => to === "socket.io-client" && from !== "client/live-connection.ts",
  },
  {
    says: "replicas and connections draw nothing",
    isBrokenBy: ({ from, to }) =>
      /^client\/(?:.*\/)?(?:replica\/|[\w-]+-(?:replica|connection)\.ts$)/u.test(from) &&
      /^(?:lit|@lit\/[\w-]+)(?:\/|$)/u.test(to),
  },
  {
    says: "pages run where there is no Node",
    isBrokenBy: ({ from, to }) =>
      from.startsWith("client/") && !from.startsWith("client/build/") && to.startsWith("node:"),
  },
];

/** Programs are started by people, and put the parts together: by themselves or, alike for several, in `run.ts`. */
function isProgram(path: string): boolean {
  return /^server\/(?:main|demo|admin|run)\.ts$/u.test(path);
}

/** Everything that goes against the rules, a sentence each that names the line. */
export function brokenImportRules(sources: Sources): string[] {
  const imports = importsOf(sources);
  return [
    ...imports.flatMap((found) =>
      RULES.filter((rule) => rule.isBrokenBy(found)).map(({ says }) => `${inWords(found)}: ${says}`),
    ),
    ...cyclesIn(imports).map((cycle) => `${cycle.map(inWords).join(", ")}: imports go in a circle`),
    ...[...sources.keys()]
      .filter((path) => posix.basename(path) === "index.ts")
      .map((path) => `${path}: import the file that has it, not an index`),
  ];
}

function inWords({ from, line, to }: Import): string {
  return `${from}:${line} imports ${to}`;
}

/** Each circle once, as the imports that close it. Type imports count. */
function cyclesIn(imports: readonly Import[]): Import[][] {
  const leaving = Map.groupBy(
    imports.filter(({ to }) => FOLDER_OF_THIS_REPOSITORY.test(to)),
    ({ from }) => from,
  );
  const cycles: Import[][] = [];
  const done = new Set<string>();
  const follow = (file: string, way: Import[]): void => {
    const start = way.findIndex(({ from }) => from === file);
    if (start >= 0) cycles.push(way.slice(start));
    if (start >= 0 || done.has(file)) return;
    for (const next of leaving.get(file) ?? []) follow(next.to, [...way, next]);
    done.add(file);
  };
  for (const file of leaving.keys()) follow(file, []);
  return cycles;
}
