import { describe, expect, it } from "vitest";
import { isOfObject, sectionsOf } from "./order";

const command = (id: string, section?: string, title: string | undefined = id) => ({
  id,
  run: () => undefined,
  ...(title === undefined ? {} : { title }),
  ...(section === undefined ? {} : { section }),
});

describe("sectionsOf", () => {
  it("puts what concerns the object on the page first and what is there everywhere last", () => {
    const sections = sectionsOf([
      command("sign out", "You"),
      command("runs", "Go to"),
      command("cancel", "This run"),
      command("open all", "This tree"),
    ]);
    expect(sections.map(({ heading }) => heading)).toEqual(["This run", "This tree", "Go to", "You"]);
    expect(sections.map(isOfObject)).toEqual([true, true, false, false]);
  });

  it("keeps the commands of a section together, and leaves out those that only keys reach", () => {
    const hidden = { id: "arrow", run: () => undefined };
    const sections = sectionsOf([command("a", "Look"), hidden, command("b", "Go to"), command("c", "Look")]);
    expect(sections.map(({ commands }) => commands.map(({ id }) => id))).toEqual([["b"], ["a", "c"]]);
  });
});
