import { expect, it } from "vitest";
import { likenessOf } from "./likeness";

const whole = (value: string | { readonly [key: string]: number | string }) => ({
  value,
  shown: value,
  isWhole: true,
});
const cut = (preview: string) => ({
  value: { $truncated: true, bytes: 90_000, preview },
  shown: `${preview}… (90 KB in all)`,
  isWhole: false,
});

it("tells large values of one length that begin in the same way apart by their digests alone", () => {
  expect(likenessOf(cut("long"), cut("long"), true)).toBe("same");
  expect(likenessOf(cut("long"), cut("long"), false)).toBe("unseen");
  expect(likenessOf(cut("long"), cut("long"), null)).toBe("unknown");
  expect(likenessOf(cut("long"), cut("other"), null)).toBe("different");
});

it("takes whole values at their word, in whatever order their keys stand", () => {
  expect(likenessOf(whole({ a: 1, b: 2 }), whole({ b: 2, a: 1 }), null)).toBe("same");
  expect(likenessOf(whole({ a: 1 }), whole({ a: 2 }), null)).toBe("different");
});

it("knows media of one type and size that are not the same", () => {
  const picture = (value: string) => ({ value, shown: "[image/png, 2 KB]", isWhole: true });
  expect(likenessOf(picture("AAAA"), picture("BBBB"), null)).toBe("unseen");
});
