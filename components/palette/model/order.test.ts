import { describe, expect, it } from "vitest";
import { sectionsOf } from "./order";

const command = (id: string, section?: string, title: string | undefined = id) => ({
  id,
  run: () => undefined,
  ...(title === undefined ? {} : { title }),
  ...(section === undefined ? {} : { section }),
});

const headings = (sections: ReturnType<typeof sectionsOf>["first"]) => sections.map(({ heading }) => heading);

describe("sectionsOf", () => {
  const commands = [
    command("sign out", "You"),
    command("runs", "Go to"),
    command("cancel", "This run"),
    command("open all", "This tree"),
  ];

  it("puts what concerns the object on the page first and what is there everywhere last", () => {
    const { first, last } = sectionsOf(commands, true);
    expect(headings(first)).toEqual(["This run", "This tree"]);
    expect(headings(last)).toEqual(["Go to", "You"]);
  });

  it("shows the pages before workflows and runs until something is typed", () => {
    const { first, last } = sectionsOf(commands, false);
    expect(headings(first)).toEqual(["This run", "This tree", "Go to"]);
    expect(headings(last)).toEqual(["You"]);
  });

  it("keeps the commands of a section together, and leaves out those that only keys reach", () => {
    const hidden = { id: "arrow", run: () => undefined };
    const given = [command("a", "Look"), hidden, command("b", "Go to"), command("c", "Look")];
    const { last } = sectionsOf(given, true);
    expect(last.map(({ commands: each }) => each.map(({ id }) => id))).toEqual([["b"], ["a", "c"]]);
  });
});
