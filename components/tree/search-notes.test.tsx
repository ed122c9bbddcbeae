import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Moment } from "../ui";
import { SearchNotes } from "./search-notes";
import type { AskedHits } from "./use-tree-hits";

const ASKED: AskedHits = {
  asking: false,
  error: null,
  retry: () => undefined,
  words: { asked: 2, all: 2 },
  upTo: null,
};
const said = (asked: Partial<AskedHits>, moment: number | null = null) =>
  renderToStaticMarkup(
    <Moment value={moment}>
      <SearchNotes {...ASKED} {...asked} />
    </Moment>,
  );

it("says nothing where all words are answered", () => {
  expect(said({})).toBe("");
});

it("says which part of a search is not answered", () => {
  expect(said({ words: { asked: 6, all: 17 } })).toContain("6 of 17 words");
  expect(said({ upTo: 41 })).toContain("up to run #41");
});

it("says in the past that what the server finds is of now, where it is asked at all", () => {
  expect(said({}, 5)).toContain("as of now");
  expect(said({ words: { asked: 0, all: 0 } }, 5)).toBe("");
});

it("offers another try only where it may help", () => {
  expect(said({ error: "No answer." })).toContain("Try again");
  const lasting = said({ error: "Too long.", retry: null });
  expect(lasting).toContain("Too long.");
  expect(lasting).not.toContain("Try again");
});
