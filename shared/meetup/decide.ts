import { assertNever } from "../assert-never.ts";
import type { Command } from "./commands.ts";
import { isRepeat, NOTHING, unlessRemoved, type Asker, type Decision } from "./decide/decisions.ts";
import { setBallots } from "./decide/decide-ballots.ts";
import { addComment, editComment, removeComment, volunteer } from "./decide/decide-comments.ts";
import { answerHands, askForHands, endHands } from "./decide/decide-hands.ts";
import {
  addAnnouncement,
  editSession,
  extendSession,
  removeAnnouncement,
  setOutcome,
  setSessionFull,
  setSessionState,
} from "./decide/decide-day.ts";
import { editMeetup, setPhase, setProfile } from "./decide/decide-meetup.ts";
import { lockPad, nameVersion, removeVersion } from "./decide/decide-pads.ts";
import { bringPersonBack, plan, putPersonAside, removePerson, restorePerson, setRole } from "./decide/decide-people.ts";
import { addRoom, addSlot, editRoom, editSlot, removeRoom, removeSlot } from "./decide/decide-places.ts";
import { cancelSession, moveSession, restoreSession, scheduleSession } from "./decide/decide-schedule.ts";
import { arrangeSchedule, publishSchedule, shiftSchedule } from "./decide/decide-whole-schedule.ts";
import { enterRoom, renewRoomCode } from "./decide/decide-room-code.ts";
import {
  editSideGroup,
  endSideGroup,
  handOverSideGroup,
  joinSideGroup,
  leaveSideGroup,
  mergeSideGroups,
  startSideGroup,
  unmergeSideGroup,
} from "./decide/decide-side-groups.ts";
import { approveTopic, declineTopic } from "./decide/decide-queue.ts";
import { setTakeHome, tellLastTime } from "./decide/decide-take-home.ts";
import {
  editTopic,
  mergeTopics,
  parkTopic,
  proposeTopic,
  restoreTopic,
  unmergeTopic,
  withdrawTopic,
} from "./decide/decide-topics.ts";
import { castVote, markShown, retractVote } from "./decide/decide-votes.ts";
import type { MeetupState } from "./meetup-state.ts";

/** What a person may ask inside a meetup; deleting it whole is not a matter of its log. */
export type LoggedCommand = Exclude<Command, { type: "meetup.delete" }>;

/**
 * Decides a command on the state as it is: pure, no clock, no chance. Checks in the contract's
 * order: what is spoken of exists (404), the asker may (403), the state allows it (409). A repeat
 * of what is already so is `nothing`, whatever else has changed since.
 */
export function decide(state: MeetupState, command: LoggedCommand, asker: Asker): Decision {
  return unlessRemoved(state, asker, hasMade(state, command, asker) ? NOTHING : decideOne(state, command, asker));
}

/** Whether a command makes what its person has made with the same before, whatever has become since of what it names. */
function hasMade(state: MeetupState, command: LoggedCommand, asker: Asker): boolean {
  return "id" in command && command.type !== "announcement.remove" && isRepeat(state, asker, command);
}

function decideOne(state: MeetupState, command: LoggedCommand, asker: Asker): Decision {
  switch (command.type) {
    case "topic.propose":
      return proposeTopic(state, command, asker);
    case "topic.edit":
      return editTopic(state, command, asker);
    case "topic.withdraw":
      return withdrawTopic(state, command, asker);
    case "topic.park":
      return parkTopic(state, command, asker);
    case "topic.restore":
      return restoreTopic(state, command, asker);
    case "topic.merge":
      return mergeTopics(state, command, asker);
    case "topic.unmerge":
      return unmergeTopic(state, command, asker);
    case "topic.approve":
      return approveTopic(state, command, asker);
    case "topic.decline":
      return declineTopic(state, command, asker);
    case "topic.markShown":
      return markShown(state, command, asker);
    case "volunteer.offer":
    case "volunteer.withdraw":
      return volunteer(state, command, asker);
    case "vote.cast":
      return castVote(state, command, asker);
    case "vote.retract":
      return retractVote(state, command, asker);
    case "roomCode.enter":
      return enterRoom(state, command, asker);
    case "roomCode.renew":
      return renewRoomCode(state, command, asker);
    case "comment.add":
      return addComment(state, command);
    case "comment.edit":
      return editComment(state, command, asker);
    case "comment.remove":
      return removeComment(state, command, asker);
    case "room.edit":
      return editRoom(state, command, asker);
    case "room.remove":
      return removeRoom(state, command, asker);
    case "slot.edit":
      return editSlot(state, command, asker);
    case "slot.remove":
      return removeSlot(state, command, asker);
    case "session.move":
      return moveSession(state, command, asker);
    case "room.add":
      return addRoom(state, command, asker);
    case "slot.add":
      return addSlot(state, command, asker);
    case "session.schedule":
      return scheduleSession(state, command, asker);
    case "session.cancel":
      return cancelSession(state, command, asker);
    case "session.restore":
      return restoreSession(state, command, asker);
    case "sideGroup.start":
      return startSideGroup(state, command, asker);
    case "sideGroup.join":
      return joinSideGroup(state, command, asker);
    case "sideGroup.leave":
      return leaveSideGroup(state, command, asker);
    case "sideGroup.end":
      return endSideGroup(state, command, asker);
    case "hands.ask":
      return askForHands(state, command, asker);
    case "hands.answer":
      return answerHands(state, command, asker);
    case "hands.end":
      return endHands(state, command, asker);
    case "sideGroup.edit":
      return editSideGroup(state, command, asker);
    case "sideGroup.handOver":
      return handOverSideGroup(state, command, asker);
    case "sideGroup.merge":
      return mergeSideGroups(state, command, asker);
    case "sideGroup.unmerge":
      return unmergeSideGroup(state, command, asker);
    case "session.edit":
      return editSession(state, command, asker);
    case "session.setState":
      return setSessionState(state, command, asker);
    case "session.extend":
      return extendSession(state, command, asker);
    case "session.setFull":
      return setSessionFull(state, command, asker);
    case "outcome.set":
      return setOutcome(state, command, asker);
    case "announcement.add":
      return addAnnouncement(state, command, asker);
    case "announcement.remove":
      return removeAnnouncement(state, command, asker);
    case "pad.lock":
    case "pad.unlock":
      return lockPad(state, command, asker);
    case "pad.nameVersion":
      return nameVersion(state, command, asker);
    case "pad.removeVersion":
      return removeVersion(state, command, asker);
    case "ballots.void":
    case "ballots.count":
      return setBallots(state, command, asker);
    case "person.setRole":
      return setRole(state, command, asker);
    case "person.remove":
      return removePerson(state, command, asker);
    case "person.restore":
      return restorePerson(state, command, asker);
    case "person.putAside":
      return putPersonAside(state, command, asker);
    case "person.bringBack":
      return bringPersonBack(state, command, asker);
    case "plan.add":
    case "plan.remove":
      return plan(state, command, asker);
    case "takeHome.set":
      return setTakeHome(state, command, asker);
    case "lastTime.tell":
      return tellLastTime(state, command, asker);
    case "schedule.arrange":
      return arrangeSchedule(state, command, asker);
    case "schedule.publish":
      return publishSchedule(state, command, asker);
    case "schedule.shift":
      return shiftSchedule(state, command, asker);
    case "meetup.setPhase":
      return setPhase(state, command, asker);
    case "profile.set":
      return setProfile(state, command, asker);
    case "meetup.edit":
      return editMeetup(state, command, asker);
    default:
      return assertNever(command);
  }
}
