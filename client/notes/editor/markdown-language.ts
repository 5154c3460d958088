import { defineLanguageFacet, Language } from "@codemirror/language";
import { GFM, parser, type MarkdownParser } from "@lezer/markdown";
import { ReusingParser } from "./reusing-parser.ts";

/** More than any paragraph has that people write; a line of machine-made code has many times as many. */
const MOST_MARKS = 1000;
const MARKS = /[*_`~[\]]/gu;

/**
 * Markdown as people write it on code hosts. The parser alone: the usual package brings HTML, CSS and JavaScript along. Words with very many
 * marks are words alone: each mark is compared with those before it, which had everybody's page in these notes stand still for seconds at each key.
 */
export const markdownParser = withFewMarks(parser.configure(GFM));

/** The same for the editor. */
export const markdownLanguage = new Language(defineLanguageFacet(), new ReusingParser(markdownParser), [], "markdown");

function withFewMarks(configured: MarkdownParser): MarkdownParser {
  const parseInline = configured.parseInline.bind(configured);
  configured.parseInline = (text, offset) =>
    (text.match(MARKS)?.length ?? 0) > MOST_MARKS ? [] : parseInline(text, offset);
  return configured;
}
