import { describe, expect, it } from "vitest";
import { explainInstall } from "./install.mjs";

describe("explainInstall", () => {
  it.each([
    ["npm error code ENOSPC\nnpm error nospc no space left on device", /disk is full.*Free some space/],
    [
      "npm error code EAI_AGAIN\nnpm error request to https://example.invalid failed",
      /cannot reach its package registry.*network/,
    ],
    ["npm error code EACCES\nnpm error path /x", /may not write.*writable/],
    ["spawn npm ENOENT\n", /npm was not found.*Install Node\.js 20/],
    ["npm error something else", /could not install[\s\S]*something else/],
  ])("says what happened and what to do: %s", (output, expected) => {
    expect(explainInstall(output).message).toMatch(expected);
  });
});
