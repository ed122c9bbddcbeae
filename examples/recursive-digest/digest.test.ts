import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestPart, mergeDigests } from "./digest.ts";
import { countWords, type LabelledPart, type Part, splitPart } from "./parts.ts";
import { sentencesIn } from "./sentences.ts";
import { headingsIn, paragraphsIn } from "./structure.ts";
import { isRepetition, textRank } from "./text-rank.ts";

const whole = (text: string): Part => ({ start: 0, end: text.length, headings: [] });

/** Text as people paste it: headings, code, lists, tables, odd spaces, emoji, other scripts, Windows line ends. */
const fragment = fc.constantFrom(
  "# A heading\n",
  "## Below it ##\r\n",
  "Chapter IV. The sea\n",
  "```js\n# not a heading\ncode();\n```\n",
  "~~~\nopen fence",
  "- one entry of a list\n",
  "1) another entry. With two sentences.\n",
  "| a | table |\n",
  "> quoted words, over\n> two lines.\n",
  "The quick brown fox jumps over the lazy dog. ",
  'Dr. Smith paid 3.5 dollars, e.g. for "tea"! Did he? ',
  "The dog can't jump over a fox that isn't there.\n",
  "naïve café 🎉🎉 中文句子。第二句。 ",
  "\u00a0\u2003\t  ",
  "\n\n",
  "\r\n\r\n",
  "x".repeat(700),
  "a ".repeat(300),
  "\0\u200b…",
);
const texts = fc.oneof(
  fc.array(fragment, { minLength: 1, maxLength: 60 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 300 }),
);

describe("sentences", () => {
  it("stand at their offsets, in order, without blanks around them, whatever the text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { start, end } of sentencesIn(text, whole(text))) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          const slice = text.slice(start, end);
          expect(slice).toBe(slice.trim());
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("leave headings, code and tables out, end with their paragraph, and know abbreviations", () => {
    const text =
      "# Title\nDr. Who can't stay. He left\nat noon\n\n```\ncode here.\n```\n| a | b |\n- first entry\n- second";
    const read = sentencesIn(text, whole(text)).map(({ start, end }) => text.slice(start, end));
    expect(read).toEqual(["Dr. Who can't stay.", "He left\nat noon", "first entry", "second"]);
  });

  it("keep their place even where the tokens do not add up", () => {
    const text = `Start of it.${" ".repeat(70_000)}End of it.`;
    expect(sentencesIn(text, whole(text))).toMatchObject([{ start: 0, end: text.length, words: 6 }]);
  });
});

describe("splitting", () => {
  it("goes by sections, then paragraphs, then sentences", () => {
    const words = (count: number) => "Some words of a sentence here. ".repeat(count / 6);
    const labels = (text: string) => splitPart(text, whole(text), 50).map(({ label }) => label);
    expect(labels(`Before.\n# One\n${words(60)}\n## Deeper\n\n# Two\n${words(60)}`)).toEqual([
      "opening",
      "One",
      "Two",
    ]);
    expect(labels(`${words(30)}\n\n${words(30)}\n\n${words(30)}`)).toEqual([
      "part 1 of 3",
      "part 2 of 3",
      "part 3 of 3",
    ]);
    const paragraph = words(300);
    const parts = splitPart(paragraph, whole(paragraph), 50);
    expect(parts).toHaveLength(4);
    for (const { start, end } of parts) expect(paragraph.slice(start, end)).toMatch(/^Some [\s\S]*here\.$/);
    expect(labels("short")).toEqual([]);
  });

  it("passes the headings down and groups many sections", () => {
    const text = Array.from({ length: 100 }, (_, n) => `## S${n}\nSome words of section ${n}.\n`).join("");
    const parts = splitPart(`# Top\n${text}`, { start: 0, end: text.length + 6, headings: ["Book"] }, 50);
    expect(parts).toMatchObject([{ headings: ["Book", "Top"], label: "Top" }]);
    const below = splitPart(`# Top\n${text}`, parts[0] as Part, 50);
    expect(below.map(({ label }) => label)).toEqual(["S0 … S24", "S25 … S49", "S50 … S74", "S75 … S99"]);
  });

  it("ends for every text, with parts that get shorter, follow each other and lose no prose", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const leaves = leavesOf(text, whole(text), 0);
        let read = 0;
        for (const { start, end } of [...leaves, { start: text.length, end: text.length }]) {
          expect(start).toBeGreaterThanOrEqual(read);
          expect(text.slice(read, start).split(/\r?\n/).filter(isLost)).toEqual([]);
          read = end;
        }
      }),
    );
  });

  it("takes no heading from the middle of a line or from an indented one", () => {
    const words = "a ".repeat(400);
    for (const text of [`  \t  # Indented\n${words}`, `${words}# Inside\n`]) {
      const leaves = leavesOf(text, whole(text), 0);
      expect(leaves.map(({ start, end }) => text.slice(start, end)).join(" ")).toMatch(/# In(dented|side)/);
    }
  });

  it("cuts a text without spaces, but no character of two units", () => {
    const text = "🎉".repeat(4_000);
    const leaves = leavesOf(text, whole(text), 0);
    expect(leaves.length).toBeGreaterThan(10);
    for (const { start, end } of leaves) expect(text.slice(start, end)).toMatch(/^(🎉)+$/u);
  });
});

function isLost(line: string): boolean {
  return line.trim() !== "" && headingsIn(line, whole(line)).length === 0;
}

function leavesOf(text: string, part: Part, depth: number): Part[] {
  expect(depth).toBeLessThan(32);
  const parts: readonly LabelledPart[] = splitPart(text, part, 50);
  for (const { start, end } of parts) {
    expect(start).toBeGreaterThanOrEqual(part.start);
    expect(end).toBeLessThanOrEqual(part.end);
    expect(end - start).toBeLessThan(part.end - part.start);
  }
  return parts.length === 0 ? [part] : parts.flatMap((one) => leavesOf(text, one, depth + 1));
}

describe("structure", () => {
  it("finds headings of Markdown and of books, not those in code", () => {
    const text = "# A #\n```\n# no\n```\nPart II\nChapter 12: Home\nPart of the story is here.\n####### no\n";
    expect(headingsIn(text, whole(text)).map(({ level, title }) => `${level} ${title}`)).toEqual([
      "1 A",
      "1 Part II",
      "2 Chapter 12: Home",
    ]);
  });

  it("keeps a fenced block together, blank lines included", () => {
    const text = "one\ntwo\n\n```\na\n\nb\n```\nthree";
    expect(
      paragraphsIn(text, whole(text)).map(({ start, end, code }) => [text.slice(start, end), code]),
    ).toEqual([
      ["one\ntwo", false],
      ["```\na\n\nb\n```", true],
      ["three", false],
    ]);
  });
});

describe("ranking", () => {
  it("puts the sentence first that shares most with the others", () => {
    const ranks = textRank(
      [["cat", "dog"], ["dog", "fox", "cat"], ["fox", "hen"], ["sea"]].map((stems) => ({ stems })),
    );
    expect(ranks.indexOf(1)).toBe(1);
    expect(ranks[3]).toBe(Math.min(...ranks));
    expect(textRank([])).toEqual([]);
    expect(textRank([{ stems: ["a"] }, { stems: ["b"] }])).toEqual([1, 1]);
  });

  it("knows a repetition", () => {
    expect(isRepetition({ stems: ["a", "b", "c"] }, { stems: ["a", "b", "c", "d"] })).toBe(true);
    expect(isRepetition({ stems: ["a", "b"] }, { stems: ["a", "c"] })).toBe(false);
    expect(isRepetition({ stems: [] }, { stems: [] })).toBe(false);
  });
});

describe("a digest", () => {
  it("quotes the text exactly, in reading order, at most as long as asked, also after merging", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 8 }), (text, most) => {
        const digests = leavesOf(text, whole(text), 0).map((leaf) => digestPart(text, leaf, most));
        const merged = mergeDigests(text, digests, most);
        expect(merged.digest.length).toBeLessThanOrEqual(most);
        let last = 0;
        for (const { text: quoted, start, end, score } of merged.digest) {
          expect(text.slice(start, end)).toBe(quoted);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          last = end;
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does not say the same twice and counts what was read", () => {
    const text =
      "The river carries sand to the sea. The river carries sand to the sea. Boats follow the river to the sea at night.";
    const { digest, words, sentences, parts } = digestPart(text, whole(text), 5);
    expect(digest).toHaveLength(1);
    expect({ words, sentences, parts }).toEqual({ words: countWords(text), sentences: 3, parts: 1 });
    expect(digestPart("```\ncode only\n```", { start: 0, end: 17, headings: [] }, 5)).toMatchObject({
      digest: [],
      sentences: 0,
    });
  });
});
