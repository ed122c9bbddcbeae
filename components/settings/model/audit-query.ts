export type AuditFields = {
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  /** Days in UTC, such as `2026-03-01`; both are within. */
  readonly from: string;
  readonly to: string;
};
export const NO_FILTER: AuditFields = { actor: "", action: "", object: "", from: "", to: "" };

/** The filter of an address. What is no day there counts as none. */
export function auditFieldsOf(params: Pick<URLSearchParams, "get">): AuditFields {
  const text = (name: keyof AuditFields) => params.get(name) ?? "";
  const day = (name: "from" | "to") => {
    const given = text(name);
    return /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : "";
  };
  return {
    actor: text("actor"),
    action: text("action"),
    object: text("object"),
    from: day("from"),
    to: day("to"),
  };
}

const DAY_MS = 24 * 60 * 60_000;

/** What the server is asked for. */
export function auditQuery({ from, to, ...texts }: AuditFields): Readonly<Record<string, string>> {
  const given = Object.entries(texts).map(([name, text]) => [name, text.trim()] as const);
  return Object.fromEntries([
    ...given.filter(([, text]) => text !== ""),
    ...(from ? [["from", new Date(from).toISOString()]] : []),
    ...(to ? [["to", new Date(Date.parse(to) + DAY_MS).toISOString()]] : []),
  ]);
}
