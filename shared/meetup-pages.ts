/** The pages of a meetup: what stands behind its address, with the ids that are in it by name. */
export const MEETUP_PAGES = {
  agenda: "",
  topic: "/(?<number>[0-9]{1,6})",
  schedule: "/schedule",
  suggestions: "/schedule/suggestions",
  myDay: "/my-day",
  you: "/you",
  report: "/report",
  sideGroups: "/side-groups",
  sideGroup: "/side-groups/(?<groupId>[A-Za-z0-9_-]+)",
  history: "/history",
  actions: "/actions",
  wall: "/wall",
  practical: "/practical",
  room: "/room/(?<roomId>[A-Za-z0-9_-]+)",
  notes: "/notes/(?<padId>[A-Za-z0-9_-]+)",
} as const;

/** Matches the address of such a page in any meetup, and only that. */
export function pagePattern(page: string): RegExp {
  return new RegExp(`^/m/(?<slug>[a-z0-9-]+)${page}/?$`, "u");
}

const PATTERNS = Object.values(MEETUP_PAGES).map(pagePattern);

/** Whether a meetup can have a page at this address. */
export function isMeetupPage(path: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(path));
}
