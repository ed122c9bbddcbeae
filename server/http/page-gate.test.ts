import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { gatePages } from "./page-gate.ts";

async function ask(url: string, headers: Record<string, string> = { accept: "text/html" }, known = false) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: "GET", url, headers });
  const response = new ServerResponse(request);
  let served = false;
  const gate = gatePages(
    () => {
      served = true;
    },
    { open: new Set(["/sign-in"]), isKnown: async () => known, dev: false },
  );
  await gate(request, response);
  return { served, status: response.statusCode, to: response.getHeader("location") };
}

describe("the gate before the pages", () => {
  test.each(["/sign-in", "/sign-in?token=x", "/_next/static/chunks/app-1a2b.js", "/icon.svg"])(
    "lets anybody to %s",
    async (url) => expect((await ask(url)).served).toBe(true),
  );

  test.each([
    "/",
    "/runs",
    "/runs.rsc",
    "/runs.segments/_tree.segment.rsc",
    "/_next/data/build/runs.json",
    "/_next/image?url=x",
    "/_next/static/../../runs",
    "/_next/static/%2e%2e/runs",
    "/%73ign-in",
    "/sign-in/",
    "/sign-in.rsc",
    "/SIGN-IN",
    "/runs;/sign-in",
  ])("S16: leads somebody unknown from %s to the sign-in page", async (url) => {
    expect(await ask(url)).toMatchObject({ served: false, status: 307 });
    expect((await ask(url, undefined, true)).served).toBe(true);
  });

  test.each([{ accept: "text/html", rsc: "1" }, { accept: "*/*" }, {}])(
    "S16: answers 401 to a part of a page with the headers %j",
    async (headers) => expect(await ask("/runs", headers)).toMatchObject({ served: false, status: 401 }),
  );

  test("knows the way back", async () => {
    expect((await ask("/runs/x?tab=1")).to).toBe("/sign-in?to=%2Fruns%2Fx");
  });
});
