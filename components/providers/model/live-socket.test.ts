import { describe, expect, it, vi } from "vitest";
import type { Subscribe, SubscribeReply } from "#server/engine/live/wire";
import { LiveSocket } from "./live-socket";
import type { LiveTransport } from "./live-transport";

/** The wire as the browser sees it: what was sent, and a way to say what came. */
function wire(reply: SubscribeReply = { ok: true, head: 0 }) {
  const handlers = new Map<string, (payload?: unknown) => void>();
  const asked: Subscribe[] = [];
  const socket = {
    connected: true,
    on: (name: string, handler: () => void) => handlers.set(name, handler),
    emit: (name: string, request: Subscribe, answer?: (given: SubscribeReply) => void) => {
      if (name === "subscribe") asked.push(request);
      answer?.(reply);
    },
    connect: () => undefined,
    disconnect: () => undefined,
  };
  const onSession = vi.fn();
  const live = new LiveSocket(socket as unknown as LiveTransport, onSession);
  return {
    live,
    onSession,
    asked,
    socket,
    say: (name: string, payload?: unknown) => handlers.get(name)?.(payload),
  };
}

const batch = (from: number) => ({ topic: "tree:t", from, to: from, rows: [] });

function follower(after: { seq: number }) {
  return {
    position: () => ({ after: after.seq, incarnation: "i" }),
    onBatch: vi.fn(({ from }: { from: number }) => {
      if (from !== after.seq + 1) return false;
      after.seq = from;
      return true;
    }),
    onResync: vi.fn(),
    onRefused: vi.fn(),
  };
}

describe("LiveSocket", () => {
  it("asks who is signed in when the server says that this changed, or does not know the tab any more", () => {
    const { onSession, say } = wire();
    say("connect_error", new Error("xhr poll error"));
    expect(onSession).not.toHaveBeenCalled();
    say("session", { ended: true });
    say("connect_error", new Error("UNAUTHENTICATED"));
    expect(onSession).toHaveBeenCalledTimes(2);
  });

  it("asks for a topic from where its follower stands, again after a gap and after a reconnect", () => {
    const { live, asked, say } = wire();
    const at = { seq: 4 };
    live.join("tree:t", follower(at));
    say("batch", batch(5));
    say("batch", batch(7));
    say("connect");
    expect(asked.map((request) => request.after)).toEqual([4, 5, 5]);
  });

  it("finds a silent gap at the second heartbeat that is ahead, not at the first", () => {
    const { live, asked, say } = wire();
    const at = { seq: 4 };
    live.join("tree:t", follower(at));
    say("heartbeat", { topic: "tree:t", head: 6 });
    expect(asked).toHaveLength(1);
    say("batch", batch(5));
    say("heartbeat", { topic: "tree:t", head: 6 });
    expect(asked).toHaveLength(1);
    say("heartbeat", { topic: "tree:t", head: 6 });
    expect(asked.map((request) => request.after)).toEqual([4, 5]);
  });

  it("hands a resync to the follower, whether it is an answer or a notice", () => {
    const { live, say } = wire({ ok: false, code: "RESYNC" });
    const one = follower({ seq: 4 });
    live.join("tree:t", one);
    say("resync", { topic: "tree:t" });
    expect(one.onResync).toHaveBeenCalledTimes(2);
  });

  it("says whether its follower takes the tree to be held back", () => {
    const { live, asked } = wire();
    const position = () => ({ after: 4, incarnation: "i", held: true });
    live.join("tree:t", { ...follower({ seq: 4 }), position });
    expect(asked).toEqual([{ topic: "tree:t", after: 4, incarnation: "i", held: true }]);
  });

  it("tells a refusal apart from a resync", () => {
    const { live } = wire({ ok: false, code: "NOT_FOUND" });
    const one = follower({ seq: 0 });
    live.join("tree:t", one);
    expect(one.onRefused).toHaveBeenCalledWith("NOT_FOUND");
    expect(one.onResync).not.toHaveBeenCalled();
  });

  it("is stale after five silent seconds, live again when something comes, reconnecting without a socket", () => {
    vi.useFakeTimers();
    const { live, socket, say } = wire();
    live.open();
    live.join("tree:t", follower({ seq: 0 }));
    say("connect");
    expect(live.connection()).toBe("live");
    vi.advanceTimersByTime(6_500);
    expect(live.connection()).toBe("stale");
    say("heartbeat", { topic: "tree:t", head: 0 });
    expect(live.connection()).toBe("live");
    socket.connected = false;
    say("disconnect");
    expect(live.connection()).toBe("reconnecting");
    live.close();
    vi.useRealTimers();
  });

  it("does not take the time for silence in which the page itself was held up", () => {
    vi.useFakeTimers();
    const { live, say } = wire();
    live.open();
    live.join("tree:t", follower({ seq: 0 }));
    say("connect");
    vi.setSystemTime(Date.now() + 20_000);
    vi.advanceTimersByTime(1_000);
    expect(live.connection()).toBe("live");
    vi.advanceTimersByTime(6_500);
    expect(live.connection()).toBe("stale");
    live.close();
    vi.useRealTimers();
  });

  it("knows of silence as soon after a time in which it was checked seldom, as in a tab that nobody sees", () => {
    vi.useFakeTimers();
    const { live, say } = wire();
    live.open();
    live.join("tree:t", follower({ seq: 0 }));
    say("connect");
    for (let minute = 0; minute < 2; minute++) {
      vi.setSystemTime(Date.now() + 59_000);
      say("heartbeat", { topic: "tree:t", head: 0 });
      vi.advanceTimersByTime(1_000);
    }
    expect(live.connection()).toBe("live");
    vi.advanceTimersByTime(7_000);
    expect(live.connection()).toBe("stale");
    live.close();
    vi.useRealTimers();
  });
});
