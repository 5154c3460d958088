import { defineLanguageFacet, Language } from "@codemirror/language";
import { GFM, parser } from "@lezer/markdown";
import { ReusingParser } from "./reusing-parser.ts";

/** Markdown as people write it on code hosts. The parser alone: the usual package brings HTML, CSS and JavaScript along. */
export const markdownParser = parser.configure(GFM);

/** The same for the editor. */
export const markdownLanguage = new Language(defineLanguageFacet(), new ReusingParser(markdownParser), [], "markdown");
