import fc from "fast-check";
import { expect, test } from "vitest";
import { packText, unpackText } from "./packed.ts";

test("what is unpacked is what was packed, whatever the text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 2_000 }), async (text) => {
      expect(await unpackText(await packText(text))).toBe(text);
    }),
  );
  const long = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => ({ i, text: "grows and falls" })));
  const packed = await packText(long);
  expect(packed.length).toBeLessThan(long.length / 10);
  expect(await unpackText(packed)).toBe(long);
});
