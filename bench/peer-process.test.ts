import { expect, it } from "vitest";
import { openPeer } from "./peer-process.ts";

const PLACE = { databaseUrl: "postgres://127.0.0.1:1/none", folder: "/nowhere" };

it("answers with the reason where a peer cannot be loaded, and goes on answering after its process has ended", async () => {
  const peer = openPeer("no-such-peer", PLACE);
  const started = await peer.ask("start");
  expect(started).toEqual({ ok: false, error: expect.stringContaining("peers/no-such-peer.ts") });
  expect(started).not.toHaveProperty("error", expect.stringContaining(import.meta.dirname));
  await peer.end();
  expect(await peer.ask("W1")).toEqual({
    ok: false,
    error: expect.stringMatching(/^its process ended \((1|SIGTERM)\)/),
  });
  await peer.end();
});
