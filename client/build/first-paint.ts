import type { Plugin } from "vite";

const STYLE_SHEETS = /\s*<link rel="stylesheet"[^>]*>/gu;

/**
 * After a build, has the style sheets come after what the document itself shows: on a slow line that is there at once,
 * instead of an empty page until they have come. What the app draws waits for them all the same, as its script does.
 */
export function firstPaint(): Plugin {
  return {
    name: "midcycle-first-paint",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(document) {
        const sheets = document.match(STYLE_SHEETS) ?? [];
        if (sheets.length === 0) throw new Error("the document has no style sheet");
        return document.replaceAll(STYLE_SHEETS, "").replace("</body>", `${sheets.join("").trim()}\n  </body>`);
      },
    },
  };
}
