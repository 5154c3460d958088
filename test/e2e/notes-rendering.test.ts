import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named } from "../together/support/visitor.ts";
import { makePad } from "./made-pad.ts";
import { PadVisitor } from "./pad-visitor.ts";
import { venue } from "./venue.ts";

const PATIENCE = { timeout: 30_000 };

const here = venue();
let address: string;
/** Someone else at the same pad, who has written what there is in it. */
let ben: PadWriter;

beforeEach(async () => {
  const { padId, ...pad } = await makePad(here.url);
  address = pad.address;
  ben = new PadWriter(await named(here.url, "Ben Berg"), padId);
  await ben.synced();
  ben.text.delete(0, ben.text.length);
});

afterEach(() => ben.close());

/** Opens the pad, with `text` in it, as someone of this name, or as a reader without one. */
async function opens(text: string, { as }: { as?: string } = {}): Promise<Page> {
  await holds(text);
  const visitor = await PadVisitor.comes(here, { as, address, stays: true, reducedMotion: "reduce" });
  await visitor.isOpen();
  return visitor.page;
}

async function holds(text: string): Promise<void> {
  ben.types(text);
  await ben.saved();
}

const textIs = (expected: string | RegExp) => expect.poll(() => ben.text.toString(), PATIENCE).toMatch(expected);

async function atEnd(page: Page): Promise<void> {
  const content = page.locator("pad-editor .cm-content");
  await content.waitFor(PATIENCE);
  await content.focus();
  await page.keyboard.press("ControlOrMeta+End");
}

async function pastes(page: Page, data: Record<string, string>): Promise<void> {
  await page.locator("pad-editor .cm-content").evaluate((content, parts) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(parts)) clipboardData.setData(type, value);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
}

describe("Markdown in place", () => {
  test("hides what only marks, shows it again where the cursor is, and leaves the text alone", async () => {
    const text = "## Title\n\na **bold** word\n\nend";
    const page = await opens(text, { as: "Ana Alves" });
    const line = page.locator(".cm-line").nth(2);
    await expect.poll(() => line.textContent(), PATIENCE).toBe("a bold word");
    await expect.poll(() => page.locator(".cm-line").first().textContent()).toBe("Title");
    await line.getByText("bold").click();
    await expect.poll(() => line.textContent(), PATIENCE).toBe("a **bold** word");
    await atEnd(page);
    await expect.poll(() => line.textContent(), PATIENCE).toBe("a bold word");
    expect(ben.text.toString()).toBe(text);
  });

  test("stays as it is while a mouse button is down, whatever others write into it", async () => {
    const page = await opens("see [words](https://a.example/x) and **bold**\n\nend", { as: "Ana Alves" });
    const lines = page.locator(".cm-line");
    await expect.poll(() => lines.first().textContent(), PATIENCE).toBe("see words and bold");
    const box = (await lines.first().getByText("bold").boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    ben.text.insert(ben.text.toString().indexOf("a.example"), "\n");
    await expect.poll(() => lines.count(), PATIENCE).toBe(4);
    await expect.poll(() => lines.nth(1).textContent()).toBe("a.example/x) and bold");
    await page.mouse.up();
    await expect.poll(() => lines.nth(1).textContent(), PATIENCE).toBe("a.example/x) and **bold**");
  });

  test("has boxes to tick with the mouse and with Ctrl+Enter, one character an edit, and none for readers", async () => {
    const page = await opens("- [ ] write up\n- [x] share\n\nend", { as: "Ana Alves" });
    const edits: unknown[] = [];
    ben.text.observe(({ delta }) => edits.push(delta));
    await page.getByRole("checkbox", { name: "write up" }).click();
    await textIs(/^- \[x\] write up\n- \[x\] share/u);
    expect(JSON.stringify(edits)).toMatch(
      /^\[\[\{"retain":3\},\{"(?:insert":"x"|delete":1)\},\{"(?:insert":"x"|delete":1)\}\]\]$/u,
    );
    await page.locator(".cm-line").nth(1).getByText("share").click();
    await page.keyboard.press("ControlOrMeta+Enter");
    await textIs(/^- \[x\] write up\n- \[ \] share/u);
    const reader = await opens("");
    const box = reader.getByRole("checkbox", { name: "write up" });
    await box.waitFor(PATIENCE);
    await expect.poll(() => box.isDisabled()).toBe(true);
  });

  test("[W21] opens links of three kinds only, in a page that knows nothing of this one", async () => {
    const page = await opens(
      "[docs](https://a.example/docs) ops@a.example www.b.example [x](javascript:alert(1)) [y](data:text/html,z) [z](/m/x)\n",
      { as: "Ana Alves" },
    );
    const arrows = page.locator(".cm-open-link");
    await expect
      .poll(() => arrows.evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href)), PATIENCE)
      .toEqual(["https://a.example/docs", "mailto:ops@a.example", "https://www.b.example/"]);
    await expect.poll(() => arrows.first().getAttribute("rel")).toBe("noopener nofollow noreferrer");
    await expect.poll(() => arrows.first().getAttribute("target")).toBe("_blank");
    await page.context().route("https://a.example/**", (route) => route.fulfill({ body: "docs" }));
    const [opened] = await Promise.all([
      page.context().waitForEvent("page", PATIENCE),
      page.getByText("docs", { exact: true }).click({ modifiers: ["ControlOrMeta"] }),
    ]);
    await opened.waitForURL("https://a.example/docs", PATIENCE);
    expect(await opened.evaluate(() => [globalThis.opener, document.referrer])).toEqual([null, ""]);
    await opened.close();
  });
});

describe("a dash below words", () => {
  test("makes them no heading while it may begin a list", async () => {
    const page = await opens("a **b** words\n", { as: "Ana Alves" });
    const words = page.locator(".cm-line").first();
    const look = () =>
      words.evaluate((line) => `${getComputedStyle(line.firstElementChild ?? line).fontSize} ${line.className}`);
    await atEnd(page);
    await expect.poll(() => words.textContent(), PATIENCE).toBe("a b words");
    const before = await look();
    for (const key of ["-", " ", "x"]) {
      await page.keyboard.type(key);
      await expect.poll(() => ben.text.toString(), PATIENCE).toMatch(new RegExp(`${key}$`, "u"));
      expect(await look()).toBe(before);
    }
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("--");
    await expect.poll(look, PATIENCE).toMatch(/cm-h2-line/u);
  });
});

describe("words from right to left", () => {
  test("are read from the right, line by line, but in code; written and read", async () => {
    const page = await opens("plain\n\n- שלום עולם\n\nabc שלום\n\n```\nשלום\n```\n", { as: "Ana Alves" });
    const directions = (boxes: string) =>
      page
        .locator(boxes)
        .evaluateAll((all) =>
          all.filter(({ textContent }) => textContent?.trim()).map((each) => getComputedStyle(each).direction),
        );
    const written = ["ltr", "rtl", "ltr", "ltr", "ltr", "ltr"];
    await expect.poll(() => directions("pad-editor .cm-line"), PATIENCE).toEqual(written);
    await atEnd(page);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("End");
    await page.keyboard.type("\nעברית");
    await textIs(/^plain\nעברית\n/u);
    await expect.poll(() => directions("pad-editor .cm-line"), PATIENCE).toEqual(["ltr", "rtl", ...written.slice(1)]);
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await expect.poll(() => directions("reading-view .md-block"), PATIENCE).toEqual(["ltr", "rtl", "ltr", "ltr"]);
  });
});

describe("on a projector", () => {
  test("[V7] no line is cut in two at an edge, whatever it is scrolled to", async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `- ${at} ${"of many words ".repeat(1 + ((at * 7) % 23))}`);
    await holds(`# Long\n\n${lines.join("\n")}\n`);
    const { page } = await PadVisitor.comes(here, { address: `${address}?present`, reducedMotion: "reduce" });
    const scroller = page.locator(".present .rd");
    await scroller.waitFor(PATIENCE);
    const cut = () =>
      scroller.evaluate((element) => {
        const [top = 0, , bottom = top] = (/inset\((.+)\)/u.exec(element.style.clipPath)?.[1] ?? "0")
          .split(" ")
          .map((length) => Number.parseFloat(length));
        const box = element.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(element);
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let count = 0;
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          range.selectNodeContents(text);
          for (const line of range.getClientRects())
            for (const edge of [box.top + top, box.bottom - bottom])
              count += Number(line.top < edge - 1.5 && line.bottom > edge + 1.5);
        }
        return count;
      });
    for (const top of [0, 7, 101, 222]) {
      await scroller.evaluate((element, to) => element.scrollTo(0, to), top);
      await expect.poll(cut, PATIENCE).toBe(0);
    }
    // Of a long list only the lines at the edges are asked about.
    const asked = await scroller.evaluate(async (element) => {
      let count = 0;
      const { getClientRects } = Range.prototype;
      Range.prototype.getClientRects = function (this: Range) {
        count += 1;
        return getClientRects.call(this);
      };
      element.scrollTo(0, 300);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      Range.prototype.getClientRects = getClientRects;
      return count;
    });
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(10);
  });
});

describe("what is pasted", () => {
  test.each<[string, string, string]>([
    [
      "headings and words",
      "<h2>One</h2><p>a <b>bold</b> and <i>it</i> <a href='https://a.example/x'>link</a></p>",
      "## One\n\na **bold** and _it_ [link](https://a.example/x)",
    ],
    [
      "lists",
      "<ul><li>a<ul><li>b</li></ul></li><li><input type=checkbox checked> c</li></ul><ol start=3><li>d</li></ol>",
      "- a\n    - b\n- [x] c\n\n3. d",
    ],
    [
      "a table",
      "<table><tr><th>A</th><th>B|C</th></tr><tr><td><i>1.</i></td><td><b>2</b></td></tr></table>",
      "| A | B\\|C |\n| --- | --- |\n| _1._ | **2** |",
    ],
    [
      "code and quotes",
      "<pre><code class='language-sh'>ls *\n</code></pre><blockquote><p>so <code>x</code></p></blockquote>",
      "```sh\nls *\n```\n\n> so `x`",
    ],
    [
      "marks that touch each other, or letters",
      "<p><b>bo</b><b>ld</b> <i>un</i>seen <b>Note:</b>that <span><i>o</i></span>ne <code>a</code><code>b</code> <b>x </b><b>y</b> snake_<i>case</i></p>",
      "**bold** *un*seen **Note**:that *o*ne `ab` **x** **y** snake\\__case_",
    ],
    [
      "marks that touch each other and would show",
      "<p><b>a<i>b</i></b><i>c</i> <code>a`</code><code>b</code> <b>d</b><i>e</i></p>",
      "**a*b***c `` a` ``b **d***e*",
    ],
    [
      "a whole document in one bold element",
      "<b style='font-weight:normal'><p>a <span style='font-weight:700'>b</span></p></b>",
      "a **b**",
    ],
    [
      "a list from Word",
      "<p>To do</p><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>a</p>\n<p style='mso-list:l0 level2 lfo1'><span><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span></span><b>b</b></p><p>End</p>",
      "To do\n\n- a\n    1. **b**\n\nEnd",
    ],
    [
      "the numbers of a list from Word",
      "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>9.</span>a</p><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>10.</span>b</p><p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>iv)</span>c</p>",
      "9. a\n10. b\n    1. c",
    ],
    [
      "a list from Word that begins at another level, and leaves one out",
      "<p>To do</p><p style='mso-list:l0 level2 lfo1'>a</p><p style='mso-list:l0 level4 lfo1'>b</p><p style='mso-list:l0 level3 lfo1'>c</p><p style='mso-list:l0 level1 lfo1'>d</p>",
      "To do\n\n- a\n    - b\n    - c\n- d",
    ],
    ["what looks like Markdown", "<p><em>1</em> * 2 [x] # no</p><p># no</p>", "_1_ \\* 2 \\[x\\] # no\n\n\\# no"],
    [
      "what means harm",
      "<p><b>a</b><script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>b</a><svg onload=alert(1)></svg><iframe srcdoc='<script>alert(1)</script>'></iframe></p>",
      "**a**b",
    ],
  ])("[W21] becomes Markdown: %s", async (_name, html, expected) => {
    const page = await opens("\n", { as: "Ana Alves" });
    await atEnd(page);
    await pastes(page, { "text/html": html, "text/plain": "plain" });
    await expect.poll(() => ben.text.toString(), PATIENCE).toBe(`\n${expected}`);
  });

  test("takes nothing away where it is a picture, and says so of one that is dropped", async () => {
    const page = await opens("chosen words\n", { as: "Ana Alves" });
    await atEnd(page);
    await page.keyboard.press("ControlOrMeta+a");
    await page.locator("pad-editor .cm-content").evaluate((content) => {
      for (const html of ["", "<img src='https://a.example/b.png'>"]) {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([new Uint8Array([1, 2])], "screen.png", { type: "image/png" }));
        if (html) clipboardData.setData("text/html", html);
        content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }
    });
    const told = page.getByText("Notes take no pictures and files yet, only links to them");
    await told.waitFor(PATIENCE);
    await told.waitFor({ state: "detached" });
    await page.locator("pad-editor .cm-content").evaluate((content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array([1, 2])], "screen.png", { type: "image/png" }));
      content.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await told.waitFor(PATIENCE);
    await atEnd(page);
    await page.keyboard.type("more");
    await textIs(/^chosen words\nmore$/u);
  });

  test("stays plain when it has nothing that Markdown could say, comes from a code editor or goes into code", async () => {
    const page = await opens("\n", { as: "Ana Alves" });
    await atEnd(page);
    await pastes(page, { "text/html": "<div><span>a</span></div>", "text/plain": "a * b\n" });
    await pastes(page, {
      "text/html": "<div style='font-family:Menlo,monospace;white-space:pre'><b>x</b></div>",
      "text/plain": "x_y_\n",
    });
    await pastes(page, { "text/plain": "```\n" });
    await pastes(page, { "text/html": "<h1>h</h1>", "text/plain": "h" });
    await expect.poll(() => ben.text.toString(), PATIENCE).toBe("\na * b\nx_y_\n```\nh");
  });
});

describe("reading", () => {
  test("shows the notes as a page, live and safe, and gives the editor back", async () => {
    const page = await opens(
      "# Top\n\na **b** <img src=x onerror=alert(1)> [c](javascript:alert(1)) [d](https://a.example/)\n\n- [x] done\n\n| A | B |\n|---|--:|\n| 1 |  |\n\n```\n<b>\n```\n\n```\ntwo\n```\n",
      { as: "Ana Alves" },
    );
    await page.getByRole("button", { name: "Read", exact: true }).click();
    const reader = page.getByRole("region", { name: "Notes to read" });
    await reader.getByRole("heading", { name: "Top", level: 2 }).waitFor(PATIENCE);
    expect(await page.getByRole("toolbar").count()).toBe(0);
    await expect
      .poll(() => reader.locator("p").first().innerText(), PATIENCE)
      .toBe("a b <img src=x onerror=alert(1)> c d");
    expect(await reader.locator("img, script").count()).toBe(0);
    expect(
      await reader.getByRole("link").evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href)),
    ).toEqual(["https://a.example/"]);
    await expect.poll(() => reader.getByRole("checkbox", { name: "done" }).isChecked()).toBe(true);
    await expect.poll(() => reader.getByRole("cell").allInnerTexts(), PATIENCE).toEqual(["1", ""]);
    await expect.poll(() => reader.locator("pre").first().innerText(), PATIENCE).toBe("<b>");
    ben.types("\nnews **now**");
    await reader.getByText("now", { exact: true }).waitFor(PATIENCE);
    expect(await accessibilityFaults(page, "reading-view")).toEqual([]);
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await atEnd(page);
    await page.keyboard.type("!");
    await textIs(/news \*\*now\*\*!$/u);
  });
});

test("what one looks at stays in view from writing to reading and back, wherever the cursor is", async () => {
  const lines = Array.from({ length: 150 }, (_, at) => `Paragraph ${at}\n\n`).join("");
  const items = Array.from({ length: 150 }, (_, at) => `- Item ${at}\n`).join("");
  const page = await opens(lines + items, { as: "Ana Alves" });
  const read = page.getByRole("button", { name: "Read", exact: true });
  const scrolls = (to: string, top: number) => page.locator(to).evaluate((box, at) => box.scrollTo(0, at), top);
  /** The first words in view. */
  const sees = (what: string) =>
    page.locator(what).evaluateAll((all) => {
      const { top } = all[0]!.closest(".cm-scroller, .rd")!.getBoundingClientRect();
      return all.find((each) => each.getBoundingClientRect().bottom > top + 30)?.textContent ?? "";
    });
  const numberIn = (words: string) => Number(/\d+/u.exec(words)?.[0]);
  await scrolls("pad-editor .cm-scroller", 3000);
  await expect.poll(() => sees("pad-editor .cm-line"), PATIENCE).toMatch(/^Paragraph [3-9]\d$/u);
  const written = numberIn(await sees("pad-editor .cm-line"));
  await read.click();
  await expect.poll(async () => Math.abs(numberIn(await sees(".rd p")) - written), PATIENCE).toBeLessThan(3);
  await page.locator(".rd li").nth(100).scrollIntoViewIfNeeded();
  const item = numberIn(await sees(".rd li"));
  await read.click();
  await expect
    .poll(async () => Math.abs(numberIn(await sees("pad-editor .cm-list-line")) - item), PATIENCE)
    .toBeLessThan(8);
});

describe("a line's address", () => {
  test("marks the line and brings it into view; a click on a number makes one", async () => {
    const text = Array.from({ length: 300 }, (_, at) => `line ${at + 1}`).join("\n");
    await holds(text);
    const { page } = await PadVisitor.comes(here, { as: "Ana Alves", address: `${address}#L200` });
    const linked = page.locator(".cm-linked-line");
    await expect.poll(() => linked.allTextContents(), PATIENCE).toEqual(["line 200"]);
    await expect
      .poll(
        () =>
          linked.evaluate((line) => {
            const { top } = line.getBoundingClientRect();
            return top > 0 && top < innerHeight;
          }),
        PATIENCE,
      )
      .toBe(true);
    ben.text.insert(text.indexOf("line 199"), "one more\n");
    await page.locator(".cm-line", { hasText: "one more" }).waitFor(PATIENCE);
    await expect.poll(() => linked.allTextContents()).toEqual(["line 200"]);
    await page.locator(".cm-lineNumbers .cm-gutterElement", { hasText: /^203$/u }).click();
    await expect.poll(() => linked.allTextContents(), PATIENCE).toEqual(["line 202"]);
    expect(new URL(page.url()).hash).toBe("#L203");
  });
});

describe("find and replace", () => {
  test("opens from the toolbar and with Ctrl+F, replaces, and has no accessibility faults", async () => {
    const page = await opens("ape bee ape\n", { as: "Ana Alves" });
    await page.getByRole("button", { name: "Find and replace" }).click();
    await page.getByRole("textbox", { name: "Find" }).fill("ape");
    await page.getByRole("textbox", { name: "Replace" }).fill("cat");
    expect(await accessibilityFaults(page, "pad-editor")).toEqual([]);
    await page.getByRole("button", { name: "Replace all" }).click();
    await textIs(/^cat bee cat\n$/u);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+f");
    await page.getByRole("textbox", { name: "Find" }).waitFor(PATIENCE);
  });
});

describe("find on a phone", () => {
  test("takes one row, counts what it finds as others write, and takes what is written for what it is", async () => {
    await holds("ape bee\nAPE in C:\\new\n");
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
    const { page } = await PadVisitor.comes(here, { as: "Ana Alves", address, ...phone });
    await page.getByRole("button", { name: "Find and replace" }).click();
    const panel = page.getByRole("search", { name: "Find and replace" });
    const count = panel.getByRole("status");
    const find = panel.getByRole("textbox", { name: "Find" });
    await find.fill("ape");
    await expect.poll(() => count.innerText()).toBe("2");
    expect(await panel.evaluate((element) => element.getBoundingClientRect().height)).toBeLessThan(60);
    expect(await accessibilityFaults(page, "pad-editor")).toEqual([]);
    await find.press("Enter");
    await expect.poll(() => count.innerText()).toBe("1 of 2");
    await panel.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => count.innerText()).toBe("2 of 2");
    ben.types("ape");
    await expect.poll(() => count.innerText(), PATIENCE).toBe("2 of 3");
    await find.fill("C:\\new");
    await expect.poll(() => count.innerText()).toBe("1");
    await panel.getByRole("button", { name: "Replace and more" }).click();
    await panel.getByRole("textbox", { name: "Replace" }).fill("C:\\temp");
    expect(await accessibilityFaults(page, "pad-editor")).toEqual([]);
    await panel.getByRole("button", { name: "Replace all" }).click();
    await textIs(/^ape bee\nAPE in C:\\temp\nape$/u);
    await expect.poll(() => count.innerText(), PATIENCE).toBe("None");
    await panel.getByRole("checkbox", { name: "Pattern" }).check();
    await find.fill("(");
    await expect.poll(() => count.innerText()).toBe("No pattern");
    await panel.getByRole("button", { name: "Close" }).click();
    await panel.waitFor({ state: "detached" });
  });
});

describe("composed input", () => {
  test("[W22] is not broken by what others write meanwhile, nor does it break theirs", async () => {
    const page = await opens("# にほん\n\n**a** \n\nend", { as: "Ana Alves" });
    const cdp = await page.context().newCDPSession(page);
    await page.locator(".cm-line").nth(2).click();
    await page.keyboard.press("End");
    const composes = (text: string) =>
      cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await composes("に");
    ben.text.insert(0, "before\n");
    await page.locator(".cm-line", { hasText: "before" }).waitFor(PATIENCE);
    await composes("にほ");
    ben.text.insert(ben.text.toString().indexOf("**a**") + 3, "x");
    ben.types(" after");
    await page.locator(".cm-line", { hasText: "after" }).waitFor(PATIENCE);
    await composes("にほん");
    await cdp.send("Input.insertText", { text: "日本" });
    await page.keyboard.type(" ok");
    await expect.poll(() => ben.text.toString(), PATIENCE).toBe("before\n# にほん\n\n**ax** 日本 ok\n\nend after");
  });

  test("[W22] has an emoji take the place of one that begins like it, whole for everyone", async () => {
    const page = await opens("a", { as: "Ana Alves" });
    await atEnd(page);
    const cdp = await page.context().newCDPSession(page);
    for (const text of ["😀", "😁", "😀😁"])
      await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send("Input.insertText", { text: "😁" });
    await page.keyboard.type(" ok");
    await expect.poll(() => ben.text.toString(), PATIENCE).toBe("a😁 ok");
  });
});
