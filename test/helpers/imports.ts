/**
 * Who imports whom, read from the sources themselves: static, type-only and dynamic imports, re-exports
 * and `import("…")` in types.
 */
import { posix } from "node:path";
import { parseSync } from "vite";

/** One import. Paths start at the top of the repository. */
export interface Import {
  from: string;
  line: number;
  /** A path for a relative import, otherwise the name as written: `zod`, `node:fs`. */
  to: string;
}

/** Source texts by path, such as `server/main.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** Reads every import of these files. Throws when one can't be parsed. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([from, text]) => {
    const { module, program, errors } = parseSync(from, text);
    if (errors.length > 0) throw new Error(`${from}: ${errors[0]!.message}`);
    const requests = [
      ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
      ...module.staticExports.flatMap(({ entries }) => entries.slice(0, 1).map(({ moduleRequest }) => moduleRequest)),
      ...module.dynamicImports.map(({ moduleRequest }) => moduleRequest),
      ...typeImports(program),
    ];
    return requests.flatMap((request) => {
      if (!request) return [];
      const name = /^["'](.*)["']$/su.exec(text.slice(request.start, request.end))?.[1];
      // An address that is only known at run time imports nothing that could be read here.
      if (name === undefined) return [];
      const line = text.slice(0, request.start).split("\n").length;
      return { from, line, to: name.startsWith(".") ? posix.join(posix.dirname(from), name) : name };
    });
  });
}

interface Span {
  start: number;
  end: number;
}

/** Where types say `import("…")`, which a module's list of imports leaves out. */
function typeImports(node: unknown): Span[] {
  if (typeof node !== "object" || node === null) return [];
  const here = "type" in node && node.type === "TSImportType" && "source" in node ? [node.source as Span] : [];
  return [...here, ...Object.values(node).flatMap(typeImports)];
}
