import { expect, test } from "vitest";
import { MeetupQueue, type Asked } from "../../server/meetups/meetup-queue.ts";

/** A queue whose commits are noted down, each by the commands in it, and take a turn of the loop. */
function queueNoted() {
  const done: string[][] = [];
  const commit = async (asked: Asked[]) => {
    done.push(asked.map(({ command, person }) => `${person?.name ?? "the server"} ${command.type}`));
    await new Promise((resolve) => setImmediate(resolve));
    for (const { answer } of asked) answer({ seq: done.length });
  };
  const queue = new MeetupQueue({ commit, remove: async () => {}, isOver: () => false });
  const ask = (name: string, type: "batch" | "vote.cast") =>
    new Promise((answer) => {
      const person = { id: name, name, color: "#000000" };
      const command: Asked["command"] =
        type === "batch" ? { type, commands: [] } : { type, topicId: "topic-1", as: "come" };
      queue.ask({ command, person, objection: undefined, answer });
    });
  return { queue, done, ask };
}

test("[C11] who votes waits for one batch of each who has many, and everyone's own wishes stay in their order", async () => {
  const { done, ask } = queueNoted();
  await Promise.all([
    ask("Ana", "batch"),
    ask("Ana", "batch"),
    ask("Ana", "batch"),
    ask("Ana", "vote.cast"),
    ask("Ben", "batch"),
    ask("Ben", "batch"),
    ask("Cleo", "vote.cast"),
    ask("Dan", "vote.cast"),
  ]);
  expect(done).toEqual([
    ["Ana batch"],
    ["Ben batch"],
    ["Cleo vote.cast", "Dan vote.cast"],
    ["Ana batch"],
    ["Ben batch"],
    ["Ana batch"],
    ["Ana vote.cast"],
  ]);
});

test("[C11] what becomes of somebody comes behind all that they have asked for", async () => {
  const { queue, done, ask } = queueNoted();
  const erasure: Asked["command"] = { type: "person.erase", personId: "Ana" };
  const erased = () =>
    new Promise((answer) => queue.ask({ command: erasure, person: null, objection: undefined, answer }));
  await Promise.all([ask("Ana", "batch"), ask("Ana", "vote.cast"), erased(), ask("Ben", "vote.cast")]);
  expect(done).toEqual([["Ana batch"], ["Ben vote.cast", "Ana vote.cast", "the server person.erase"]]);
});

test("[C11] those who look at all of it, one after the other, let changes come in between", async () => {
  const { queue, done, ask } = queueNoted();
  const looked: number[] = [];
  const look = (number: number) =>
    queue.askLook(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      looked.push(number);
      if (number < 100) look(number + 1);
    });
  look(1);
  await ask("Ana", "vote.cast");
  expect(done).toEqual([["Ana vote.cast"]]);
  expect(looked.length).toBeLessThan(3);
});
