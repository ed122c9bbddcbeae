import { describe, expect, it } from "vitest";
import { withoutMedia } from "./media";

describe("a value with media in it", () => {
  it("shows their type and size in place of their text, and where they stand", () => {
    const png = `data:image/png;base64,${btoa("x".repeat(300))}`;
    expect(withoutMedia({ logo: png, list: [1, png] })).toEqual({
      value: { logo: "[image/png, 300 B]", list: [1, "[image/png, 300 B]"] },
      media: [
        { path: "/logo", type: "image/png", bytes: 300 },
        { path: "/list/1", type: "image/png", bytes: 300 },
      ],
    });
  });

  it("knows some types by how they begin, and long base64 by its letters", () => {
    const pdf = `JVBERi0${"A".repeat(2_000)}`;
    expect(withoutMedia(pdf).media[0]?.type).toBe("application/pdf");
    expect(withoutMedia("QUJD".repeat(400)).media[0]).toEqual({ path: "", type: "base64", bytes: 1_200 });
  });

  it("leaves text alone, however long, and short words of such letters", () => {
    const text = { long: "word ".repeat(500), short: "QUJD", number: 7, nothing: null };
    expect(withoutMedia(text)).toEqual({ value: text, media: [] });
  });
});
