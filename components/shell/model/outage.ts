/** What stands between the page and the server. */
export type Trouble = "offline" | "silent";

export type Contact = {
  readonly connection: "connecting" | "live" | "reconnecting" | "stale";
  readonly online: boolean;
};

/** A socket counts as stale this long after the last word from the server. */
const STALE_AFTER_MS = 5_000;
/** Shorter cuts are mended before anyone needs to hear of them. */
const GRACE_MS = 1_500;

/**
 * Since when the page shows an old state, or `null` while it does not. Feed it each change; it keeps the instant of the
 * first of a row of troubles.
 */
export function outageSince(before: number | null, contact: Contact, at: number): number | null {
  const { connection, online } = contact;
  if (online && (connection === "live" || connection === "connecting")) return null;
  if (before !== null) return before;
  return connection === "stale" ? at - STALE_AFTER_MS : at;
}

/** What to tell a person about it now; `null` = nothing. */
export function troubleOf(contact: Contact, since: number | null, now: number): Trouble | null {
  if (!contact.online) return "offline";
  return since !== null && now - since >= GRACE_MS ? "silent" : null;
}
