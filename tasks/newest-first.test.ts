import { expect, test } from "vitest";
import { newestFirst } from "./newest-first.ts";

const entry = (key: string, hop: number, tokens: number) => ({
  key,
  value: null,
  bytes: tokens * 4,
  tokens,
  hop,
  labels: [],
  pinned: false,
});

test("keeps what is nearest within its tokens, and names the rest", async () => {
  const entries = [
    entry("far", 5, 900),
    entry("near", 1, 1_500),
    entry("small", 4, 300),
    entry("new", 0, 100),
  ];
  const question = { depth: 6, usage: 0, workflow: "w", label: null, entries };
  expect(await newestFirst.inherit(question)).toEqual({
    keep: ["new", "near", "small"],
    set: { notHandedOn: ["far"] },
  });
});
