import { expect, it } from "vitest";
import type { Json } from "#server/engine/values/json";
import { createTaskExecutor } from "#server/executors/task/task-executor";
import type { AttemptContext } from "#server/runtime/executor";
import { wordCount } from "./word-count.ts";

const place = { idempotencyKey: "k", runId: "r", nodeId: "n", depth: 0, attempt: 1, delivery: 1 };
const context: AttemptContext = {
  ...place,
  signal: new AbortController().signal,
  deadline: null,
  log: () => undefined,
  stream: () => undefined,
};
const run = async (input: Json) => await createTaskExecutor([wordCount]).run("word-count", input, context);

it("counts words without regard to case and ranks the frequent ones, ties by alphabet", async () => {
  expect(await run({ text: "The tree. The root, the ÉCOLE – école; a don't", top: 3 })).toEqual({
    ok: true,
    output: {
      words: 9,
      distinct: 6,
      top: [
        ["the", 3],
        ["école", 2],
        ["a", 1],
      ],
    },
  });
});

it("fails for good on a text without words and on an input without a text", async () => {
  expect(await run({ text: "42 … !" })).toMatchObject({ failure: { code: "NoWords", retryable: false } });
  expect(await run({})).toMatchObject({ failure: { code: "TaskInputInvalid", retryable: false } });
});
