import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, readMarkdown, type Span } from "./markdown";

const text = (words: string) => ({ is: "text", text: words });

describe("a text", () => {
  it("has headings, paragraphs whose lines stay, lists, quotes and code", () => {
    const blocks = readMarkdown(
      "# Why\nfirst\nsecond\n\n- one\n  more\n- two\n1. three\n\n> said\n> so\n```js\n# no heading\n```\n#### deep",
    );
    expect(blocks).toEqual([
      { is: "heading", level: 1, of: [text("Why")] },
      { is: "paragraph", of: [text("first\nsecond")] },
      { is: "list", ordered: false, items: [[text("one\nmore")], [text("two")]] },
      { is: "list", ordered: true, items: [[text("three")]] },
      { is: "quote", of: [text("said\nso")] },
      { is: "code", text: "# no heading" },
      { is: "heading", level: 3, of: [text("deep")] },
    ]);
  });

  it("has emphasis, code and links within lines", () => {
    expect(readMarkdown("a **b *c*** `**d**` _e_ ~~f~~ [g](/runs) https://x.test/y?z=1.")).toEqual([
      {
        is: "paragraph",
        of: [
          text("a "),
          { is: "strong", of: [text("b "), { is: "em", of: [text("c")] }] },
          text(" "),
          { is: "code", text: "**d**" },
          text(" "),
          { is: "em", of: [text("e")] },
          text(" "),
          { is: "gone", of: [text("f")] },
          text(" "),
          { is: "link", href: "/runs", of: [text("g")] },
          text(" "),
          { is: "link", href: "https://x.test/y?z=1", of: [text("https://x.test/y?z=1")] },
          text("."),
        ],
      },
    ]);
  });

  it("stays as it is where it is none: names, products, addresses that would run, HTML", () => {
    for (const plain of [
      "max_items_here",
      "2 * 3 * 4",
      "[x](javascript:alert(1))",
      "[x](//evil.test)",
      "<b>x</b>",
    ])
      expect(readMarkdown(plain)).toEqual([{ is: "paragraph", of: [text(plain)] }]);
    expect(readMarkdown(" \n\n")).toEqual([]);
  });

  it("loses no word and never links to what would run, whatever is written", () => {
    const wild = fc.stringMatching(/^[ab`*_~[\]()#>\-1. \n:/]{0,60}$/);
    const letters = (from: string) => from.replace(/[^a-b]/g, "");
    fc.assert(
      fc.property(wild, (written) => {
        const blocks = readMarkdown(written);
        for (const href of blocks.flatMap(linksOf)) expect(href).toMatch(/^(https?:\/\/|mailto:|\/(?!\/)|#)/);
        // What follows the fence on its line, and where a link leads, is not shown.
        fc.pre(!written.includes("```") && !written.includes("]("));
        expect(letters(blocks.map(wordsOf).join(""))).toBe(letters(written));
      }),
      { numRuns: 2_000 },
    );
  });
});

function spansOf(block: Block): readonly Span[] {
  if (block.is === "list") return block.items.flat();
  return block.is === "code" ? [] : block.of;
}

function wordsOf(block: Block): string {
  const words = (span: Span): string => ("of" in span ? span.of.map(words).join("") : span.text);
  return block.is === "code" ? block.text : spansOf(block).map(words).join("");
}

function linksOf(block: Block): readonly string[] {
  const links = (span: Span): readonly string[] => [
    ...(span.is === "link" ? [span.href] : []),
    ...("of" in span ? span.of.flatMap(links) : []),
  ];
  return spansOf(block).flatMap(links);
}
