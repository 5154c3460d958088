import { PacketType } from "socket.io-parser";
import { expect, test } from "vitest";
import { carefulParser, WrittenAnswer } from "../../server/live/careful-parser.ts";

/** What somebody has said on a connection of their own; what is thrown disconnects them. */
function hearing(): { hears: (packet: string | Buffer) => void; heard: unknown[] } {
  const decoder = new carefulParser.Decoder();
  const heard: unknown[] = [];
  decoder.on("decoded", ({ data }) => void heard.push(data));
  return { hears: (packet) => decoder.add(packet), heard };
}

test("[C8] whoever begins again and again on one connection is disconnected", () => {
  const { hears, heard } = hearing();
  const begins = () => hears("0");
  for (let time = 0; time < 10; time += 1) begins();
  expect(begins).toThrow("begun too often");
  expect(heard).toHaveLength(10);
});

test("[C8] a message with bytes in it is told apart when they have come, but who announces more than one piece is disconnected", () => {
  const { hears, heard } = hearing();
  hears(`51-["command",{"_placeholder":true,"num":0}]`);
  expect(heard).toEqual([]);
  hears(Buffer.of(1, 2));
  expect(heard).toEqual([["command", Buffer.of(1, 2)]]);
  expect(() => hears(`52-["command",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`)).toThrow(
    "too many attachments",
  );
});

test.each([
  ["an event", "5"],
  ["an answer", "6"],
])("[C8] who announces bytes of %s in many words is disconnected, who says as many without any isn't", (_, type) => {
  const words = (count: number) => `["command","${"x".repeat(count)}",{"_placeholder":true,"num":0}]`;
  const { hears, heard } = hearing();
  hears(`${type}1-1${words(900)}`);
  hears(Buffer.of(1));
  hears(`21["command","${"x".repeat(10_000)}"]`);
  expect(heard).toHaveLength(2);
  expect(() => hears(`${type}1-1${words(1000)}`)).toThrow("too many words");
});

test("[C9] an answer that was written down before is sent as if it were written down for each", () => {
  const encoder = new carefulParser.Encoder();
  const answer = { seq: 3, view: { title: "Ops, “1[]”" } };
  for (const id of [0, 17]) {
    const packet = { type: PacketType.ACK, nsp: "/", id };
    const written = encoder.encode({ ...packet, data: [new WrittenAnswer(JSON.stringify(answer))] });
    expect(written).toEqual(encoder.encode({ ...packet, data: [answer] }));
  }
});
