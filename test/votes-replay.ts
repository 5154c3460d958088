import { dayOfVotes, lateInTopTen } from "./helpers/day-of-votes.ts";
import { MeetupStory } from "./helpers/meetup-story.ts";

/** `npm run votes:replay`: real votes through the rules of the agenda, and what becomes of late proposals. */
const meetup = new MeetupStory();
for (const { by, command } of dayOfVotes()) meetup.does(by, command);
const { topics, people } = meetup.view();
const { bySupport, byCount } = lateInTopTen(topics);
process.stdout.write(
  `${topics.length} topics, ${people.voted} voters, ${meetup.state.seq} steps. ` +
    `Of the topics proposed in the later half, ${bySupport} reach the top ten by support and ${byCount} by raw count.\n`,
);
