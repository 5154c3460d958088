import { describe, expect, test } from "vitest";
import { matchingNames } from "../../client/notes/matching-names.ts";

const people = (...names: string[]) => names.map((name) => ({ name }));
const found = (typed: string, ...names: string[]) => matchingNames(people(...names), typed).map(({ name }) => name);

describe("[N46] names that are offered", () => {
  test("go on as what is typed, without regard to accents and upper case", () => {
    expect(found("ines", "Inês Duarte", "Ina Berg")).toEqual(["Inês Duarte"]);
    expect(found("INÊS", "Inês Duarte")).toEqual(["Inês Duarte"]);
    expect(found("lukasz", "Łukasz Żak")).toEqual(["Łukasz Żak"]);
    expect(found("soren", "Søren Åberg")).toEqual(["Søren Åberg"]);
    expect(found("田", "田中 太郎")).toEqual(["田中 太郎"]);
  });

  test("may be typed from any of their words on, those whose beginning it is first", () => {
    expect(found("be", "Ana Berg", "Ben Ek", "Marie-Beth")).toEqual(["Ben Ek", "Ana Berg", "Marie-Beth"]);
    expect(found("ana be", "Ana Berg", "Ana Alves")).toEqual(["Ana Berg"]);
    expect(found("na", "Ana Berg")).toEqual([]);
  });

  test("begin with the one that is written whole, which Enter takes", () => {
    expect(found("Ana", "Anabel", "Ana Alves", "Ana")).toEqual(["Ana", "Anabel", "Ana Alves"]);
    expect(found("jose", "Josef", "José")).toEqual(["José", "Josef"]);
    expect(found("José", "Jose", "José")).toEqual(["José", "Jose"]);
  });

  test("are none behind room, where Enter ends a line, until another word begins", () => {
    expect(found("Ana ", "Ana Silva", "Ana")).toEqual([]);
    expect(found("Ana s", "Ana Silva", "Ana")).toEqual(["Ana Silva"]);
  });

  test("stay in order otherwise, and are few", () => {
    const many = Array.from({ length: 50 }, (_, at) => `Person ${at}`);
    expect(found("", ...many)).toEqual(many.slice(0, 6));
  });

  test("end once one is written, unless another goes on as it does", () => {
    expect(found("ana", "Ana")).toEqual([]);
    expect(found("ana", "Ana", "Ana Alves")).toEqual(["Ana", "Ana Alves"]);
    expect(found("ana writes", "Ana")).toEqual([]);
    expect(found("ana ", "Ana")).toEqual([]);
  });
});
