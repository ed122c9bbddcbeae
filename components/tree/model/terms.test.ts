import { expect, it } from "vitest";
import { askedOf, termsOf } from "./terms";

const asked = (query: string) => {
  const { terms, all } = askedOf(termsOf(query));
  return { words: terms.map(({ field, text }) => (field === null ? text : `${field}:${text}`)), all };
};

it("asks the server for what rows do not answer, each word once", () => {
  expect(asked("goal name:x key:goal status:failed a goal agent:w")).toEqual({
    words: ["key:goal", "agent:w", "goal"],
    all: 3,
  });
});

it("asks for words with a field first, for no more than it answers, and tells how many there are", () => {
  const bare = Array.from({ length: 16 }, (_, at) => `word${at}`).join(" ");
  expect(asked(`${bare} key:goal`)).toEqual({
    words: ["key:goal", "word0", "word1", "word2", "word3", "word4"],
    all: 17,
  });
});

it("leaves words to the rows that are longer than the server takes", () => {
  expect(asked(`${"x".repeat(201)} ${"y".repeat(200)}`)).toEqual({ words: ["y".repeat(200)], all: 2 });
});
