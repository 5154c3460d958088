import { resolve } from "node:path";
import type { Plugin } from "vite";

const HELPER = "\0vite/preload-helper.js";

/**
 * Has `client/needed-files.ts` stand around each `import()` of the built pages, in the place of what Vite puts there: that
 * asks for files ahead, and a press after the network was away would fail until the page is loaded anew.
 */
export function fetchFirst(): Plugin {
  let root = "";
  let isUsed = false;
  return {
    name: "midcycle-fetch-first",
    apply: "build",
    enforce: "pre",
    config: () => ({
      build: {
        modulePreload: {
          polyfill: false,
          // A file that needs no other is fetched first too.
          resolveDependencies: (file, needed, { hostType }) =>
            hostType === "js" && needed.length === 0 ? [file] : needed,
        },
      },
    }),
    configResolved(config) {
      root = config.root;
    },
    load(id) {
      if (id !== HELPER) return undefined;
      isUsed = true;
      const code = JSON.stringify(resolve(root, "needed-files.ts"));
      return `export { withFiles as __vitePreload } from ${code};`;
    },
    generateBundle() {
      if (!isUsed) throw new Error("Vite puts something else around imports by now");
    },
  };
}
