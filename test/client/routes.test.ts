import { describe, expect, it } from "vitest";
import { isSamePage, routeOf } from "../../client/routes.ts";

describe("addresses", () => {
  it("lead to their pages", () => {
    expect(routeOf("/")).toEqual({ page: "home" });
    expect(routeOf("/m/porto-2026")).toEqual({ page: "agenda", slug: "porto-2026" });
    expect(routeOf("/m/porto/7")).toEqual({ page: "agenda", slug: "porto", number: 7 });
    expect(routeOf("/m/porto/schedule")).toEqual({ page: "schedule", slug: "porto" });
    expect(routeOf("/m/porto/schedule/suggestions")).toEqual({ page: "suggestions", slug: "porto" });
    expect(routeOf("/m/porto/my-day")).toEqual({ page: "my-day", slug: "porto" });
    expect(routeOf("/m/porto/side-groups")).toEqual({ page: "side-groups", slug: "porto" });
    expect(routeOf("/m/porto/history")).toEqual({ page: "history", slug: "porto" });
    expect(routeOf("/m/porto/actions")).toEqual({ page: "actions", slug: "porto" });
    expect(routeOf("/m/porto/you")).toEqual({ page: "you", slug: "porto" });
    expect(routeOf("/m/porto/report")).toEqual({ page: "report", slug: "porto" });
    expect(routeOf("/m/porto/wall")).toEqual({ page: "wall", slug: "porto" });
    expect(routeOf("/m/porto/wall", "?room=dom")).toEqual({ page: "wall", slug: "porto", roomId: "dom" });
    expect(routeOf("/m/porto/practical")).toEqual({ page: "practical", slug: "porto" });
    expect(routeOf("/m/porto/room/room-dom-1")).toEqual({ page: "room", slug: "porto", roomId: "room-dom-1" });
    expect(routeOf("/m/porto/notes/abcdefgh", "?present")).toEqual({
      page: "present",
      slug: "porto",
      padId: "abcdefgh",
    });
    expect(routeOf("/m/porto/notes/Ab_c-12345")).toEqual({
      page: "pad",
      slug: "porto",
      padId: "Ab_c-12345",
      mode: "write",
    });
  });

  it("of notes say what one does with them", () => {
    expect(routeOf("/m/porto/notes/abcdefgh", "?read")).toMatchObject({ page: "pad", mode: "read" });
    expect(routeOf("/m/porto/notes/abcdefgh", "?history")).toMatchObject({ page: "pad", mode: "history" });
  });

  it("that the server answers with files are not pages", () => {
    for (const path of [
      "/m/porto/export.md",
      "/m/porto/history.atom",
      "/m/porto/notes/abcdefgh.md",
      "/j/KITE-42",
      "/api/meetups",
      "/m/porto/reports",
    ])
      expect(routeOf(path)).toBeUndefined();
  });

  it("of two topics are one page, of two pads are two, of one pad to read and to write are one", () => {
    expect(isSamePage(routeOf("/m/porto"), routeOf("/m/porto/7"))).toBe(true);
    expect(isSamePage(routeOf("/m/porto"), routeOf("/m/lyon"))).toBe(false);
    expect(isSamePage(routeOf("/m/porto/notes/abcdefgh"), routeOf("/m/porto/notes/ijklmnop"))).toBe(false);
    expect(isSamePage(routeOf("/m/porto/notes/abcdefgh"), routeOf("/m/porto/notes/abcdefgh", "?read"))).toBe(true);
  });
});
