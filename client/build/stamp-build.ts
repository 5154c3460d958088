import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/**
 * Writes into the document which build it is: a hash of the document and of the names of all files, which carry
 * hashes themselves. Pages compare it with what the server has now.
 */
export function stampBuild(): Plugin {
  return {
    name: "midcycle-stamp-build",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(document, { bundle }) {
        const names = Object.keys(bundle ?? {}).toSorted();
        const build = createHash("sha256").update(document).update(names.join("\n")).digest("hex").slice(0, 16);
        return [{ tag: "meta", attrs: { name: "midcycle-build", content: build }, injectTo: "head" }];
      },
    },
  };
}
