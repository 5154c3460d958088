import type { SampleName } from "./sample-people.ts";

/** One person's piece of typing: right behind the first place where `after` stands. */
export interface SampleEdit {
  by: SampleName;
  after: string;
  insert: string;
}

const MADE_UP = "\n*Sample notes, made up.*\n";

/**
 * What people typed into the notes, by the id of the session or side group. The notes begin as the
 * template of every session; each edit is that of one person.
 */
export const SAMPLE_NOTES: Record<string, readonly SampleEdit[]> = {
  "sample-session-welcome": [
    { by: "Ines", after: "Notes by:", insert: " Ines" },
    {
      by: "Ines",
      after: "## Notes\n",
      insert: `${MADE_UP}
- More than 180 people, over four times as many as a year ago, so we are in the larger hall
- The agenda was made in public and stays open: propose, vote, or start a side group
- One pad a session; type with the others
- Begin what somebody has to look at with two hash signs and the word action, on its own line, so that it is found
`,
    },
    {
      by: "Kofi",
      after: "## Decisions\n",
      insert: "\n- Votes stay open through both days; free cells go to the topics on top\n",
    },
    { by: "Kofi", after: "- [ ] ", insert: "Put the address of this page on the screen between sessions @Kofi" },
  ],
  "sample-session-ovs": [
    { by: "Linh", after: "Moderator:", insert: " Linh" },
    { by: "Seun", after: "Notes by:", insert: " Seun" },
    {
      by: "Seun",
      after: "## Notes\n",
      insert: `${MADE_UP}
### Issues

- Restarting the agent drops flows; traffic stops for seconds to minutes
- CPU of the switch daemon goes up with many short connections
- MTU inside tunnels: half of the room has been bitten
`,
    },
    {
      by: "Dmitri",
      after: "half of the room has been bitten\n",
      insert: `
### Best practices

- Upgrade the switch and the agent in separate steps, one host at a time
- Watch the number of flows and upcalls for each host, not only the link
- Keep one host a rack for trying kernel and switch versions
`,
    },
    {
      by: "Linh",
      after: "## Decisions\n",
      insert: "\n- Collect which versions work together, with the kernel, in one list\n",
    },
    {
      by: "Seun",
      after: "- [ ] ",
      insert: "Start the list of versions @Seun\n- [x] Share the script that counts flows @Dmitri",
    },
    {
      by: "Tariq",
      after: "for seconds to minutes\n",
      insert: "  - ##action networking team: say in the release notes when a restart drops flows\n",
    },
  ],
  "sample-session-rabbit": [
    { by: "Chidi", after: "Moderator:", insert: " Chidi" },
    { by: "Wanjiru", after: "Notes by:", insert: " Wanjiru, Elif" },
    {
      by: "Wanjiru",
      after: "## Notes\n",
      insert: `${MADE_UP}
### Monitoring items and metrics

| What | Warn when | Why |
| --- | --- | --- |
| Messages ready, each queue | it grows for 5 minutes | a consumer is gone or stuck |
| Messages not acknowledged | above 1,000 | consumers hang |
| Consumers, each queue | 0 | the service lost its connection |
| Connections and file descriptors | 80 % of the limit | reconnect storms |
| Memory against the watermark | 70 % | publishers get blocked |
| Partitions | any | two halves that both think they are right |
`,
    },
    {
      by: "Elif",
      after: "two halves that both think they are right |\n",
      insert: `
### How people run it

- 3 nodes with mirrored queues: most of the room
- One broker for each service, no cluster: 4 hands, fewer surprises
- Behind a load balancer: timeouts there cut idle connections, heartbeats help
`,
    },
    {
      by: "Wanjiru",
      after: "heartbeats help\n",
      insert: `
### Reviews in flight

- Heartbeats between service and broker: wants testing at scale
- Reconnecting after a broker restart: one review open, one merged
- Leaving out mirroring for reply queues: needs a second opinion
`,
    },
    {
      by: "Chidi",
      after: "## Decisions\n",
      insert:
        "\n- Publish the table above as a page of the operations guide\n- Ask for backports of the reconnect fixes\n",
    },
    {
      by: "Chidi",
      after: "- [ ] ",
      insert:
        "Turn the table into checks that others can use @Wanjiru\n- [ ] Test heartbeats with 500 hosts @Elif\n- [x] Collect configurations from five sites @Chidi",
    },
    {
      by: "Rania",
      after: "wants testing at scale\n",
      insert: "  - ##action messaging team: which release will have it?\n",
    },
  ],
  "sample-session-nova": [
    { by: "Saoirse", after: "Moderator:", insert: " Saoirse" },
    { by: "Naveen", after: "Notes by:", insert: " Naveen" },
    {
      by: "Naveen",
      after: "## Notes\n",
      insert: `${MADE_UP}
- What works: live upgrades of compute hosts got better
- What hurts:
  - quotas drift and have to be repaired by hand
  - emptying a host for maintenance needs scripts of one's own
  - errors say *no valid host* and not why
- How to give feedback: tag the bug, add logs, say how many hosts
`,
    },
    {
      by: "Yara",
      after: "and not why\n",
      insert: "    - ##action compute team: log which filter took out the last host\n",
    },
    {
      by: "Saoirse",
      after: "- [ ] ",
      insert: "File the three worst as bugs, with logs @Naveen\n- [ ] Ask who would mentor first patches @Saoirse",
    },
  ],
  "sample-session-packaging": [
    { by: "Mikko", after: "Moderator:", insert: " Mikko" },
    { by: "Zofia", after: "Notes by:", insert: " Zofia" },
    {
      by: "Zofia",
      after: "## Notes\n",
      insert: `${MADE_UP}
- A show of hands: two thirds take packages of a distribution, the rest build their own
- Why build: fixes that can't wait, one version for all sites
- What building costs: about one person, all the time
- Shared wish: one toolchain that takes a branch and gives packages
`,
    },
    {
      by: "Jarek",
      after: "## Decisions\n",
      insert: "\n- Go on as a working group, see the topic on a packaging toolchain\n",
    },
    { by: "Jarek", after: "- [ ] ", insert: "Compare the four build scripts people brought @Jarek" },
  ],
  "sample-group-database": [
    { by: "Lakshmi", after: "Notes by:", insert: " Lakshmi" },
    {
      by: "Lakshmi",
      after: "## Notes\n",
      insert: `${MADE_UP}
- Deleted rows stay for ever; the largest table here has 60 million
- Archiving in small steps at night works, a single big one locks
- Backups: everyone has them, three of nine have tried to restore one
`,
    },
    {
      by: "Haruto",
      after: "- [ ] ",
      insert:
        "Share the archiving script with its limits (Haruto)\n- [ ] Restore one backup this month, everyone at this table",
    },
  ],
  "sample-group-puppet": [
    { by: "Petra", after: "Notes by:", insert: " Petra" },
    {
      by: "Petra",
      after: "## Notes\n",
      insert: `${MADE_UP}
- Five sites, five ways of setting secrets
- Upgrading the modules with the services or before them? Before, if the tests pass
`,
    },
    {
      by: "Luca",
      after: "if the tests pass\n",
      insert: "- A catalogue that compiles is not yet one that converges: run it twice\n",
    },
    { by: "Luca", after: "- [ ] ", insert: "Write down the order of an upgrade @Luca" },
  ],
  "sample-group-switches": [
    { by: "Anselm K", after: "Notes by:", insert: " Anselm K" },
    {
      by: "Anselm K",
      after: "## Notes\n",
      insert: `${MADE_UP}
- Ran out of time on this in the session, so here we sit
- Live upgrade of the switch drops flows for a few seconds; who has measured it?
`,
    },
    { by: "Linh", after: "- [ ] ", insert: "Measure the gap on one host in the lab @Linh" },
  ],
};
