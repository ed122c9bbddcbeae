import { expect, test } from "vitest";
import type { AttemptContext, Executor } from "#server/runtime/executor";
import { createRedactor } from "#server/secrets/redactor";
import { redactResults } from "./redact-results.ts";

const SECRET = "k3y-of-the-vault";

/** What leaves while the words come one by one; `during` = before the attempt is over. */
async function streamed(words: readonly string[], secrets: readonly string[] = [SECRET]) {
  const redactor = createRedactor();
  for (const [place, secret] of secrets.entries()) redactor.learn(`s${place}`, secret);
  let out = "";
  let during = "";
  const executor: Executor = {
    facts: () => undefined,
    run: async (_task, _input, { stream }) => {
      for (const word of words) stream(word);
      during = out;
      return { ok: true, output: null };
    },
  };
  const stream = (text: string): void => {
    out += text;
  };
  const context = { log: () => undefined, stream } as unknown as AttemptContext;
  await redactResults(executor, redactor).run("write", null, context);
  return { during, after: out };
}

test("a secret is taken out of a stream wherever the pieces cut it", async () => {
  for (let cut = 0; cut <= SECRET.length; cut += 1) {
    const { after } = await streamed([`It is ${SECRET.slice(0, cut)}`, `${SECRET.slice(cut)}, quietly.`]);
    expect(after).toBe("It is [secret s0], quietly.");
  }
  expect((await streamed([...`It is ${SECRET}.`])).after).toBe("It is [secret s0].");
});

test("what only begins as a secret waits for the next word, and comes when nothing follows", async () => {
  expect(await streamed(["the k3y"])).toEqual({ during: "the ", after: "the k3y" });
  expect(await streamed(["the k3y", " of nobody"])).toMatchObject({ during: "the k3y of nobody" });
});

test("two secrets that overlap leave neither in part", async () => {
  const { after } = await streamed(["x first-secr", "et-second y"], ["first-secret", "secret-second"]);
  expect(after).not.toContain("first-");
  expect((await streamed(["x first-secret", " y"], ["first-secret", "secret-second"])).after).toBe(
    "x [secret s0] y",
  );
});
