import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  insertCompletionText,
  pickedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, tooltips } from "@codemirror/view";
import type { KnownPerson } from "../known-people.ts";
import { matchingNames } from "../matching-names.ts";

/**
 * An `@`, and what is typed behind it, up to the cursor. As where actions are read: at the beginning of a word, so that
 * no address is one. A name may have several words.
 */
const NAMING = /(?:^|[\s(,])@(?<typed>(?:[^\s@`][^@`]{0,60})?)$/u;
/** What `@` stands in as any other sign. */
const OTHER = new Set([
  "InlineCode",
  "FencedCode",
  "CodeBlock",
  "URL",
  "Autolink",
  "HTMLTag",
  "HTMLBlock",
  "CommentBlock",
]);

interface PersonCompletion extends Completion {
  person: KnownPerson;
}

/** Offers people's names behind an `@`, so that an action is surely theirs. */
export function nameCompletion(people: () => readonly KnownPerson[]): Extension {
  const offered = (context: CompletionContext) => offeredNames(context, people());
  return [
    Prec.highest(keymap.of([{ key: "Escape", run: closeAndLetGo }])),
    autocompletion({
      override: [offered],
      // Whoever waits for a pause in what others type waits for long.
      activateOnTypingDelay: 0,
      interactionDelay: 0,
      icons: false,
      addToOptions: [
        { render: (completion) => faceOf((completion as PersonCompletion).person), position: 20 },
        { render: (completion) => placeOf((completion as PersonCompletion).person), position: 80 },
      ],
    }),
    Prec.highest(keymap.of([{ key: "Tab", run: acceptCompletion }])),
    EditorState.phrases.of({ Completions: "People" }),
    // Above a phone's keyboard, which the editor ends above.
    tooltips({ tooltipSpace: ({ scrollDOM }) => scrollDOM.getBoundingClientRect() }),
    look,
  ];
}

/** Escape closes the list, and as ever lets the next Tab leave the editor, within as long as CodeMirror gives it. */
function closeAndLetGo(view: EditorView): boolean {
  const isClosed = closeCompletion(view);
  if (isClosed) view.setTabFocusMode(2000);
  return isClosed;
}

function offeredNames(context: CompletionContext, people: readonly KnownPerson[]): CompletionResult | null {
  const { state, pos } = context;
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const typed = NAMING.exec(before)?.groups?.["typed"];
  if (typed === undefined || isInOther(state, pos) || isInOpenCode(before)) return null;
  const options = matchingNames(people, typed).map((person): PersonCompletion => ({
    label: person.name,
    apply: put,
    person,
  }));
  if (options.length === 0) return null;
  const from = pos - typed.length;
  // Asked again at each key, at once: the list never lags behind.
  return { from, options, filter: false, update: (_, __, ___, next) => offeredNames(next, people) };
}

/** Puts the name in, with room behind it where a word or nothing follows. */
function put(view: EditorView, completion: Completion, from: number, to: number): void {
  const next = view.state.sliceDoc(to, to + 1);
  const room = next === "" || /[\n\p{L}\p{N}]/u.test(next) ? " " : "";
  view.dispatch({
    ...insertCompletionText(view.state, completion.label + room, from, to),
    annotations: pickedCompletion.of(completion),
  });
}

function isInOther(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent)
    if (OTHER.has(node.name) && node.from < at) return true;
  return false;
}

/** Whether a line has a backtick that waits for another: what follows it is code soon. */
function isInOpenCode(before: string): boolean {
  return before.split("`").length % 2 === 0;
}

function faceOf({ initials, color }: KnownPerson): HTMLElement {
  const face = document.createElement("span");
  face.className = `cm-person-face p${color}`;
  face.setAttribute("aria-hidden", "true");
  face.textContent = initials;
  return face;
}

function placeOf({ isHere }: KnownPerson): HTMLElement | null {
  if (!isHere) return null;
  const place = document.createElement("span");
  place.className = "cm-person-here";
  place.textContent = "here";
  return place;
}

const look = EditorView.theme({
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    minWidth: "220px",
    maxWidth: "min(320px, 92vw)",
    maxHeight: "none",
    padding: "4px",
    font: "var(--w-regular) var(--fs-md)/1.3 var(--font-text)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "36px",
    padding: "2px 10px",
    borderRadius: "8px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--sunken)",
    color: "var(--ink)",
    fontWeight: "var(--w-bold)",
  },
  ".cm-completionLabel": { minWidth: "0", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-person-face": {
    flex: "none",
    display: "grid",
    placeItems: "center",
    width: "24px",
    height: "24px",
    borderRadius: "50%",
    background: "var(--p)",
    color: "var(--on-p)",
    font: "var(--w-bold) 10px/1 var(--font-text)",
  },
  ".cm-person-here": { marginInlineStart: "auto", color: "var(--ink-2)", fontSize: "var(--fs-sm)" },
  "@media (pointer: coarse)": { ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { minHeight: "44px" } },
  "@media (forced-colors: active)": {
    ".cm-tooltip-autocomplete ul li[aria-selected]": { outline: "2px solid Highlight", outlineOffset: "-2px" },
  },
});
