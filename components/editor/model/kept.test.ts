import { expect, it } from "vitest";
import { keeper } from "./kept";

type Card = { readonly at: number; readonly data: { readonly name: string } };

const fresh = (id: string, name: string, at: number) => ({
  id,
  key: [name],
  make: (): Card => ({ at, data: { name } }),
  placed: (card: Card) => (card.at === at ? card : { ...card, at }),
});

it("an element that has not changed is the same object", () => {
  const keep = keeper<Card>();
  const [before] = keep([fresh("a", "A", 0)]);
  expect(keep([fresh("a", "A", 0)])[0]).toBe(before);
});

it("an element that was only moved stands elsewhere and is made of the same object", () => {
  const keep = keeper<Card>();
  const [before] = keep([fresh("a", "A", 0)]);
  const [after] = keep([fresh("a", "A", 7)]);
  expect(after?.at).toBe(7);
  expect(after?.data).toBe(before?.data);
  expect(keep([fresh("a", "A", 7)])[0]).toBe(after);
});

it("an element that is made of something else is made anew, and one that went is forgotten", () => {
  const keep = keeper<Card>();
  const [before] = keep([fresh("a", "A", 0)]);
  expect(keep([fresh("a", "B", 0)])[0]).toEqual({ at: 0, data: { name: "B" } });
  expect(keep([])).toEqual([]);
  expect(keep([fresh("a", "A", 0)])[0]?.data).not.toBe(before?.data);
});
