import { expect, test } from "vitest";
import { smallDisk, whyNoSmallDisk } from "../faults/support/small-disk.ts";
import { startServer } from "../helpers/server-process.ts";
import { named } from "../together/support/visitor.ts";
import { theBrowser, VisitorPage } from "./visitor-page.ts";

const PATIENCE = { timeout: 30_000 };

/** The page's part of `npm run faults -- --only disk-full`. */
test("[N5] [W1] on a full disk the page says not saved, and saved again once there is room, without anybody doing anything", async ({
  skip,
}) => {
  const why = await whyNoSmallDisk();
  if (why !== undefined) skip(why);
  await using ends = new AsyncDisposableStack();
  const disk = await smallDisk(24);
  ends.defer(() => disk.remove());
  const server = await startServer(disk);
  ends.defer(() => server.stop());
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup();
  const padId = await olga.makesPad(slug);

  const visitor = await VisitorPage.comes(await theBrowser(), server.url);
  ends.defer(() => visitor.leaves());
  const { page } = visitor;
  await page.request.put("/api/me", { data: { name: "Ana" } });
  await page.goto(`/m/${slug}/notes/${padId}`);
  const badgeReads = (words: RegExp) =>
    expect.poll(() => page.locator("save-badge").innerText(), PATIENCE).toMatch(words);
  await page.locator("pad-editor .cm-content").click(PATIENCE);
  await page.keyboard.type("Before. ");
  await badgeReads(/^Saved$/u);

  disk.fill();
  await page.keyboard.type("While it is full. ");
  await badgeReads(/^Not saved yet, kept here$/u);

  await disk.free();
  await badgeReads(/^Saved$/u);
  expect((await olga.get(`/m/${slug}/notes/${padId}.md`)).text).toContain("While it is full. ");
});
