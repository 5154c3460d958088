import { defineLanguageFacet, Language } from "@codemirror/language";
import { GFM, parser } from "@lezer/markdown";

/** Markdown as people write it on code hosts. The parser alone: the usual package brings HTML, CSS and JavaScript along. */
export const markdownLanguage = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");
