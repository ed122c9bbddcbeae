import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { readBody } from "./body.ts";

function sent(text: string, type = "application/json"): IncomingMessage {
  const request = Readable.from([Buffer.from(text)]);
  return Object.assign(request, { headers: { "content-type": type } }) as unknown as IncomingMessage;
}

describe("a body", () => {
  test("is the value that it says", async () => {
    expect(await readBody(sent('{"a": [1, 0.1, 1e3]}'), false)).toEqual({ a: [1, 0.1, 1000] });
    expect(await readBody(sent("a: [1, 0.1]", "application/yaml"), true)).toEqual({ a: [1, 0.1] });
    expect(await readBody(sent(" "), false)).toBeUndefined();
  });

  test.each([
    ['{"graph": {"slug": "a", "slug": "b"}}', "application/json", "/graph/slug", "stands twice"],
    ['{"input": [12345678901234567890]}', "application/json", "/input/0", "more digits than can be kept"],
    ["input:\n  n: 12345678901234567890\n", "application/yaml", "/input/n", "more digits than can be kept"],
  ])("of which something would be lost is refused with the place: %s", async (text, type, path, message) => {
    await expect(readBody(sent(text, type), true)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining(`${path}: `),
      details: [{ path, message: expect.stringContaining(message) }],
    });
  });

  test("of which something would be lost under a huge name is answered in few words", async () => {
    const key = "k".repeat(100_000);
    const answer = readBody(sent(`{"${key}": [{"${key}": 1e999}]}`), false);
    const refusal = await answer.catch(({ message, details }) => JSON.stringify({ message, details }));
    expect(String(refusal).length).toBeLessThan(1_000);
  });

  test.each([
    ['{"a": }', "application/json", 'unexpected "}" at line 1, column 7'],
    ["a: [1\nb: 2", "application/yaml", "not valid YAML"],
    ["a: 1\na: 2", "application/yaml", "not valid YAML"],
    ['{"a": {"__proto__": {}}}', "application/json", "__proto__"],
  ])("that is none says where: %s", async (text, type, message) => {
    await expect(readBody(sent(text, type), true)).rejects.toThrow(message);
  });
});
