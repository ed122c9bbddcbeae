import type { Command } from "../../keys";

export type Section = { readonly heading: string; readonly commands: readonly Command[] };

/** Sections that belong to no object on the page; in this order, at the end. */
const EVERYWHERE = ["Go to", "This view", "Look", "You", "Help"];

/** Before anything is typed: so many workflows, and no way to start each of them, so that the rest is in sight. */
export const UNASKED_WORKFLOWS = 5;

/**
 * Commands as the palette lists them, before and after the workflows and runs: what concerns the object on the page
 * stands first, and, until something is `asked`, the pages that there are.
 */
export function sectionsOf(
  commands: readonly Command[],
  asked: boolean,
): { readonly first: readonly Section[]; readonly last: readonly Section[] } {
  const titled = commands.filter(({ title }) => title !== undefined);
  const headings = [...new Set(titled.map(headingOf))];
  const sections = headings
    .map((heading) => ({ heading, commands: titled.filter((command) => headingOf(command) === heading) }))
    .toSorted((one, other) => rank(one.heading) - rank(other.heading));
  const leads = ({ heading }: Section) => rank(heading) <= (asked ? -1 : 0);
  return { first: sections.filter(leads), last: sections.filter((section) => !leads(section)) };
}

function headingOf({ section }: Command): string {
  return section ?? "Actions";
}

function rank(heading: string): number {
  return EVERYWHERE.indexOf(heading);
}
