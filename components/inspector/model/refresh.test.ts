import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRefresh } from "./refresh";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answers = (ms: number) => vi.fn(() => new Promise((resolve) => setTimeout(resolve, ms)));

it("asks nothing while nothing changes, however long", async () => {
  const ask = answers(10);
  createRefresh(ask, 1_500);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).not.toHaveBeenCalled();
});

it("asks once for many changes, no sooner than its interval after the last time", async () => {
  const ask = answers(10);
  const refresh = createRefresh(ask, 1_500);
  for (let at = 0; at < 6_000; at += 100) {
    refresh.changed();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(ask).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBeLessThanOrEqual(5);
});

it("asks at once about a change after a long silence", async () => {
  const ask = answers(10);
  const refresh = createRefresh(ask, 1_500);
  await vi.advanceTimersByTimeAsync(10_000);
  refresh.changed();
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(1);
});

it("asks again about what changed while a slow or refused answer was under way", async () => {
  let refuse: (error: Error) => void = () => undefined;
  const ask = vi.fn(
    () =>
      new Promise((_, reject) => {
        refuse = reject;
      }),
  );
  const refresh = createRefresh(ask, 1_500);
  refresh.changed();
  await vi.advanceTimersByTimeAsync(1_500);
  refresh.changed();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ask).toHaveBeenCalledTimes(1);
  refuse(new Error("busy"));
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("asks nothing after it was stopped, not even about what changed before", async () => {
  const ask = answers(10);
  const refresh = createRefresh(ask, 1_500);
  refresh.changed();
  await vi.advanceTimersByTimeAsync(1_500);
  refresh.changed();
  refresh.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  refresh.changed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
});
