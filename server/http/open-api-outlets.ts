/** What is at addresses for people, programs and machines beside the API, as the OpenAPI document has it. */
export function outletPaths(ok: (description: string) => object): Record<string, object> {
  const get = (names: readonly string[], summary: string, type: string) => ({
    parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    get: { summary, responses: ok(type) },
  });
  const ofMeetup: [path: string, summary: string, type: string][] = [
    ["notes/{padId}.md", "One pad: front matter, then the bytes of its text", "text/markdown"],
    ["export.md", "The whole meetup as one document", "text/markdown"],
    ["export.zip", "The same as files", "application/zip"],
    ["export.json", "All public data", "application/json"],
    ["schedule.ics", "The schedule for calendars", "text/calendar"],
    ["schedule.xml", "The schedule for conference apps, in frab's and Pentabarf's XML", "application/xml"],
    ["schedule.json", "The schedule for scripts", "application/json"],
    ["my/{secret}.ics", "The day of the person whose secret it is", "text/calendar"],
    ["votes.csv", "One row a topic", "text/csv"],
    ["now.json", "Now and next, for bots", "now, next, pauses, sideGroups and announcements"],
    ["history.atom", "The history of the agenda as a feed", "application/atom+xml"],
  ];
  const paths = ofMeetup.map(([path, summary, type]) => {
    const names = ["slug", ...[...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name!)];
    return [`/m/{slug}/${path}`, get(names, summary, type)] as const;
  });
  return {
    ...Object.fromEntries(paths),
    "/j/{code}": get(["code"], "Redirects to the meetup with this join code", "Never: it is 302"),
    "/healthz": get([], "Alive", "As soon as it listens"),
    "/readyz": get([], "Can write", "The store is open and can write"),
  };
}
