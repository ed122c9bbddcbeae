import type { ShareLink } from "#server/services/types-shares";

/** What a link shows beside the structure of the tree. */
export function shownText({ names, values }: Pick<ShareLink, "names" | "values">): string {
  if (values) return "structure, labels and values";
  return names ? "structure and labels" : "structure only";
}

export const STATE_WORD: Readonly<Record<ShareLink["state"], string>> = {
  open: "works",
  expired: "expired",
  revoked: "revoked",
  withdrawn: "its maker may not share",
};

export const LIFETIMES = [
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
  { value: "custom", label: "Other…" },
] as const;
export const MOST_HOURS = 24 * 90;

/** Hours of a choice; `null` = what was typed is no number of hours that a link may live. */
export function hoursOf(choice: string, typed: number | null): number | null {
  const hours = choice === "custom" ? typed : Number(choice);
  return hours !== null && Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS ? hours : null;
}

/** The token stands behind the `#`: browsers send it to no server, so no log of addresses has it. */
export function linkOf(origin: string, token: string): string {
  return `${origin}/s#${token}`;
}
