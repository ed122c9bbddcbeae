import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { Autosave, type Halt, SAVE_AFTER_MS } from "./autosave";

const graphOf = (name: string): Graph => ({ schemaVersion: 1, slug: "s", name, nodes: {}, edges: [] });
const LOADED = { hash: "h0", problems: [], graph: graphOf("loaded") };

const HALTS: Readonly<Record<string, Halt>> = { moved: "conflict", deleted: "gone", forbidden: "barred" };

/** A server that keeps what it is sent, unless something else stands there. */
function server() {
  const sent: string[] = [];
  let stands = "h0";
  const save = vi.fn(async (graph: Graph, base: string) => {
    if (base !== stands && stands !== `h-${graph.name}`) throw new Error("moved");
    await new Promise((resolve) => setTimeout(resolve, 50));
    sent.push(graph.name);
    stands = `h-${graph.name}`;
    return { hash: stands, problems: [] };
  });
  const move = (to = "other") => {
    stands = to;
  };
  /** What stands there when it is asked, an answer of a moment later. */
  const read = vi.fn(async () => {
    const hash = stands;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { hash, by: "Ada", problems: [], graph: graphOf(hash) };
  });
  const saver = {
    save,
    read,
    haltOf: (error: unknown) => HALTS[(error as Error).message] ?? null,
    isRefused: (error: unknown) => (error as Error).message !== "offline",
    messageOf: (error: unknown) => (error as Error).message,
  };
  /** The next graph is kept, and nobody hears of it. */
  const loseAnswer = () =>
    save.mockImplementationOnce(async (graph) => {
      stands = `h-${graph.name}`;
      throw new Error("offline");
    });
  return { sent, saver, save, read, move, loseAnswer };
}

describe("autosaving", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("waits until nothing has been typed for a while, and sends the last state only", async () => {
    const { saver, sent } = server();
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    autosave.changed(graphOf("b"));
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    expect([sent, autosave.get().status]).toEqual([[], "unsaved"]);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(["b"]);
    expect(autosave.get()).toMatchObject({ status: "saved", base: "h-b" });
  });

  it("sends what was typed during a save after it, on the base that it made", async () => {
    const { saver, sent, save } = server();
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    void autosave.now();
    autosave.changed(graphOf("b"));
    await vi.advanceTimersByTimeAsync(60);
    expect(autosave.get().status).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 60);
    expect(sent).toEqual(["a", "b"]);
    expect(save.mock.calls.map(([, base]) => base)).toEqual(["h0", "h-a"]);
  });

  it("saves nothing over what somebody else has saved until that was looked at", async () => {
    const { saver, sent, move } = server();
    const autosave = new Autosave(saver, LOADED);
    move();
    const mine = graphOf("mine");
    autosave.changed(mine);
    await autosave.now();
    autosave.changed(graphOf("more"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([autosave.get().status, sent]).toEqual(["conflict", []]);
    autosave.rebase("other", graphOf("theirs"), []);
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 60);
    expect(sent).toEqual(["more"]);
  });

  it("tries again by itself after a failure, and says why", async () => {
    const { saver, sent, save } = server();
    save.mockRejectedValueOnce(new Error("offline"));
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    await autosave.now();
    expect(autosave.get()).toMatchObject({ status: "failed", message: "offline" });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sent).toEqual(["a"]);
    expect(autosave.get()).toMatchObject({ status: "saved", message: null });
  });

  it("is in no conflict with itself when the answer to a save is lost, whatever is typed meanwhile", async () => {
    const { saver, sent, loseAnswer } = server();
    const autosave = new Autosave(saver, LOADED);
    loseAnswer();
    autosave.changed(graphOf("a"));
    await autosave.now();
    autosave.changed(graphOf("b"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([sent, autosave.get()]).toMatchObject([["a", "b"], { status: "saved", base: "h-b" }]);
  });

  it("takes back what may have been stored although its answer was lost", async () => {
    const { saver, sent, loseAnswer } = server();
    const autosave = new Autosave(saver, LOADED);
    loseAnswer();
    autosave.changed(graphOf("a"));
    await autosave.now();
    autosave.changed(LOADED.graph);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([sent, autosave.get()]).toMatchObject([["a", "loaded"], { status: "saved", base: "h-loaded" }]);
  });

  it("does not send again what was refused, once there is something else", async () => {
    const { saver, sent, save } = server();
    save.mockRejectedValueOnce(new Error("refused"));
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    await autosave.now();
    autosave.changed(graphOf("b"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual(["b"]);
  });

  it("waits for a save that is under way, and for what was typed meanwhile, before anything is published", async () => {
    const { saver, sent } = server();
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    void autosave.now();
    autosave.changed(graphOf("b"));
    const settled = autosave.settled();
    await vi.advanceTimersByTimeAsync(200);
    expect([await settled, sent]).toEqual(["saved", ["a", "b"]]);
  });

  it.each([
    ["deleted", "gone"],
    ["forbidden", "barred"],
  ])("stops trying where it was %s, whatever is edited, until a person says so", async (why, halt) => {
    const { saver, save, sent } = server();
    save.mockRejectedValue(new Error(why));
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    await vi.advanceTimersByTimeAsync(60_000);
    autosave.changed(graphOf("b"));
    await vi.advanceTimersByTimeAsync(60_000);
    await autosave.now();
    expect([save.mock.calls.length, autosave.get()]).toMatchObject([1, { status: halt, message: null }]);
    expect(await autosave.settled()).toBe(halt);
    save.mockReset();
    save.mockImplementation(async (graph) => {
      sent.push(graph.name);
      return { hash: `h-${graph.name}`, problems: [] };
    });
    await autosave.resume();
    expect([sent, autosave.get()]).toMatchObject([["b"], { status: "saved", base: "h-b" }]);
  });

  it("hears that it is gone before anything was edited, and goes on from what is made anew", async () => {
    const { saver, sent } = server();
    const autosave = new Autosave(saver, LOADED);
    autosave.gone();
    autosave.changed(graphOf("a"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sent, autosave.get().status]).toEqual([[], "gone"]);
    autosave.rebase("h0", LOADED.graph, []);
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 60);
    expect([sent, autosave.get().status]).toEqual([["a"], "saved"]);
  });

  it("sends nothing when everything was taken back", async () => {
    const { saver, sent } = server();
    const autosave = new Autosave(saver, LOADED);
    autosave.changed(graphOf("a"));
    autosave.changed(LOADED.graph);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sent, autosave.get().status]).toEqual([[], "saved"]);
  });
});

/** One that takes what others save, as their names. */
function following({ saver }: ReturnType<typeof server>) {
  const autosave = new Autosave(saver, LOADED);
  const taken: string[] = [];
  const leave = autosave.follow(({ by, graph }) => {
    taken.push(`${by} ${graph.name}`);
    autosave.changed(graph);
    return graph;
  });
  return { autosave, taken, leave };
}

describe("what others save", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is taken, also where it leads back to what was seen here before", async () => {
    const there = server();
    const { autosave, taken } = following(there);
    for (const hash of ["h1", "h0", "h1"]) {
      there.move(hash);
      autosave.heard(hash);
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(taken).toEqual(["Ada h1", "Ada h0", "Ada h1"]);
    expect([autosave.get(), there.sent]).toMatchObject([{ status: "saved", base: "h1" }, []]);
  });

  it("is taken when it leads back to what stood there before a save from here", async () => {
    const there = server();
    const { autosave, taken } = following(there);
    autosave.changed(graphOf("a"));
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 60);
    there.move("h0");
    autosave.heard("h0");
    await vi.advanceTimersByTimeAsync(50);
    expect([taken, autosave.get().base]).toEqual([["Ada h0"], "h0"]);
  });

  it("is not what was saved from here, however late it is heard what stood there before", async () => {
    const there = server();
    const { autosave, taken } = following(there);
    for (const name of ["a", "b"]) {
      autosave.changed(graphOf(name));
      await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 60);
    }
    for (const echo of ["h0", "h-a", "h-b"]) {
      autosave.heard(echo);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect([taken, autosave.get().base, there.read.mock.calls.length]).toEqual([[], "h-b", 2]);
  });

  it("was asked before something was saved from here, so it is not taken", async () => {
    const there = server();
    const { autosave, taken } = following(there);
    there.read.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return { hash: "late", by: "Ada", problems: [], graph: graphOf("late") };
    });
    autosave.heard("late");
    autosave.changed(graphOf("a"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([taken, there.sent, autosave.get().base]).toEqual([[], ["a"], "h-a"]);
  });

  it("waits while something is unsaved, and comes once that was taken back", async () => {
    const there = server();
    const { autosave, taken } = following(there);
    autosave.changed(graphOf("a"));
    there.move("h1");
    autosave.heard("h1");
    await vi.advanceTimersByTimeAsync(50);
    expect(taken).toEqual([]);
    autosave.changed(LOADED.graph);
    await vi.advanceTimersByTimeAsync(50);
    expect(taken).toEqual(["Ada h1"]);
  });

  it("is asked for again where no answer came, until nobody follows any more", async () => {
    const there = server();
    const { autosave, taken, leave } = following(there);
    there.read.mockRejectedValueOnce(new Error("offline"));
    there.move("h1");
    autosave.heard("h1");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(taken).toEqual(["Ada h1"]);
    leave();
    there.move("h2");
    autosave.heard("h2");
    await vi.advanceTimersByTimeAsync(10_000);
    expect([taken, there.read.mock.calls.length]).toEqual([["Ada h1"], 2]);
  });
});
