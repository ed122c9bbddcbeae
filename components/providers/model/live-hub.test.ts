import { describe, expect, it } from "vitest";
import type { LiveBatch, Subscribe, SubscribeReply } from "#server/engine/live/wire";
import { LiveHub, type Tab, type ToTab } from "./live-hub";
import type { LiveTransport } from "./live-transport";
import { SharedSocket } from "./shared-socket";

type Asked = { readonly request: Subscribe; readonly reply: (answer: SubscribeReply) => void };

/** A hub over a wire that the test holds. */
function hubWith() {
  const handlers = new Map<string, (payload?: unknown) => void>();
  const asked: Asked[] = [];
  const left: string[] = [];
  const wire = {
    connected: false,
    connect: () => {
      wire.connected = true;
      handlers.get("connect")?.();
    },
    disconnect: () => undefined,
    on: (name: string, handler: () => void) => handlers.set(name, handler),
    emit: (name: string, request: Subscribe, reply: Asked["reply"]) =>
      name === "subscribe" ? asked.push({ request, reply }) : left.push(request.topic),
  };
  const hub = new LiveHub(wire as unknown as LiveTransport);
  return { hub, wire, asked, left, say: (name: string, payload?: unknown) => handlers.get(name)?.(payload) };
}

/** A tab, as its live socket sees the connection. */
function tabOf(hub: LiveHub) {
  let listener: (message: ToTab) => void = () => undefined;
  const tab: Tab = { postMessage: (message) => listener(structuredClone(message)) };
  const socket = new SharedSocket({
    post: (message) => hub.take(tab, structuredClone(message)),
    listen: (given) => {
      listener = given;
    },
    close: () => undefined,
  });
  const batches: LiveBatch[] = [];
  const heard: string[] = [];
  socket.on("batch", (batch) => batches.push(batch));
  for (const event of ["connect", "disconnect", "session", "resync", "heartbeat"] as const)
    socket.on(event, () => heard.push(event));
  socket.connect();
  const replies: SubscribeReply[] = [];
  const ask = (after: number) =>
    socket.emit("subscribe", { topic: "tree:t", after, incarnation: "i" }, (reply) => replies.push(reply));
  return { tab, socket, batches, heard, replies, ask };
}

const batch = (from: number, to = from): LiveBatch => ({ topic: "tree:t", from, to, rows: [] });
const spans = (batches: readonly LiveBatch[]) => batches.map(({ from, to }) => [from, to]);

describe("LiveHub", () => {
  it("tells each tab that it is connected, also one that comes later", () => {
    const { hub, say, wire } = hubWith();
    const first = tabOf(hub);
    const second = tabOf(hub);
    expect([first.socket.connected, second.socket.connected]).toEqual([true, true]);
    wire.connected = false;
    say("disconnect");
    expect([first.socket.connected, second.socket.connected]).toEqual([false, false]);
    expect(first.heard).toEqual(["connect", "disconnect"]);
  });

  it("asks from where the tab stands that is furthest behind, and hands each what is new to it", () => {
    const { hub, asked, say } = hubWith();
    const ahead = tabOf(hub);
    ahead.ask(10);
    say("batch", batch(11, 12));
    const behind = tabOf(hub);
    behind.ask(4);
    expect(asked.map(({ request }) => request.after)).toEqual([10, 4]);
    say("batch", batch(5, 11));
    say("batch", batch(12, 14));
    expect(spans(ahead.batches)).toEqual([
      [11, 12],
      [13, 14],
    ]);
    expect(spans(behind.batches)).toEqual([
      [5, 11],
      [12, 14],
    ]);
    ahead.ask(14);
    expect(asked.at(-1)?.request.after).toBe(14);
  });

  it("does not let one tab that asks again make another miss anything", () => {
    const { hub, asked } = hubWith();
    const slow = tabOf(hub);
    slow.ask(3);
    const quick = tabOf(hub);
    quick.ask(9);
    expect(asked.map(({ request }) => request.after)).toEqual([3, 3]);
  });

  it("answers who asked, and follows on for the others when that one was refused", () => {
    const { hub, asked, say } = hubWith();
    const fine = tabOf(hub);
    fine.ask(7);
    asked[0]?.reply({ ok: true, head: 7 });
    const old = tabOf(hub);
    old.ask(2);
    asked[1]?.reply({ ok: false, code: "RESYNC" });
    expect(old.replies).toEqual([{ ok: false, code: "RESYNC" }]);
    expect(fine.replies).toEqual([{ ok: true, head: 7 }]);
    expect(asked[2]?.request.after).toBe(7);
    say("batch", batch(8));
    expect(spans(fine.batches)).toEqual([[8, 8]]);
    expect(old.batches).toEqual([]);
  });

  it("leaves a topic with its last tab, also when a tab goes without a word", () => {
    const { hub, left } = hubWith();
    const [one, other] = [tabOf(hub), tabOf(hub)];
    one.ask(0);
    other.ask(0);
    one.socket.emit("unsubscribe", { topic: "tree:t" });
    expect(left).toEqual([]);
    hub.leave(other.tab);
    expect(left).toEqual(["tree:t"]);
  });

  it("hands a resync and a heartbeat to who follows the topic, and a change of session to all", () => {
    const { hub, say } = hubWith();
    const [follower, other] = [tabOf(hub), tabOf(hub)];
    follower.ask(0);
    say("heartbeat", { topic: "tree:t", head: 3 });
    say("resync", { topic: "tree:t" });
    say("session", { ended: true });
    expect(follower.heard).toEqual(["connect", "heartbeat", "resync", "session"]);
    expect(other.heard).toEqual(["connect", "session"]);
    say("batch", batch(1));
    expect(follower.batches).toEqual([]);
  });

  it("hands what a run streams to the tabs that look at that run", () => {
    const { hub, say } = hubWith();
    const [reader, other] = [tabOf(hub), tabOf(hub)];
    const heard = [reader, other].map(({ socket }) => {
      const texts: string[] = [];
      socket.on("stream", ({ pieces }) => texts.push(...pieces.map(({ text }) => text)));
      return texts;
    });
    reader.socket.emit("subscribe", { topic: "run:t.1", after: 0, incarnation: "" }, () => undefined);
    other.ask(0);
    const piece = { node: "write", item: null, attempt: 1, at: 1, from: 0, text: "word", ended: false };
    say("stream", { topic: "run:t.1", pieces: [piece] });
    expect(heard).toEqual([["word"], []]);
  });
});
