import { expect, test } from "vitest";
import { MOST_NOTIFIED_BYTES } from "#db/queries/stream-messages";
import { packed } from "./notifier.ts";

test("messages of one channel share notifications up to what one holds, each channel in its order", () => {
  const messages = Array.from({ length: 600 }, (_, no) => ({
    channel: `channel ${no % 3}`,
    payload: `${no} ${"“".repeat(no)}`,
  }));
  const notified = packed(messages);
  expect(notified.length).toBeLessThan(150);
  for (const { payload } of notified)
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MOST_NOTIFIED_BYTES);
  for (const channel of ["channel 0", "channel 1", "channel 2"]) {
    const of = (all: typeof notified) => all.filter((each) => each.channel === channel);
    expect(of(notified).flatMap(({ payload }) => payload.split("\n"))).toEqual(
      of(messages).map(({ payload }) => payload),
    );
  }
});
