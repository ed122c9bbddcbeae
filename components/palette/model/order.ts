import type { Command } from "../../keys";

export type Section = { readonly heading: string; readonly commands: readonly Command[] };

/** Sections that belong to no object on the page; in this order, at the end. */
const EVERYWHERE = ["Go to", "This view", "Look", "You", "Help"];

/** Commands as the palette lists them: what concerns the object on the page first, then what is there everywhere. */
export function sectionsOf(commands: readonly Command[]): readonly Section[] {
  const titled = commands.filter(({ title }) => title !== undefined);
  const headings = [...new Set(titled.map(headingOf))];
  return headings
    .map((heading) => ({ heading, commands: titled.filter((command) => headingOf(command) === heading) }))
    .toSorted((one, other) => rank(one.heading) - rank(other.heading));
}

/** Whether a section concerns the object on the page. */
export function isOfObject({ heading }: Section): boolean {
  return rank(heading) < 0;
}

function headingOf({ section }: Command): string {
  return section ?? "Actions";
}

function rank(heading: string): number {
  return EVERYWHERE.indexOf(heading);
}
