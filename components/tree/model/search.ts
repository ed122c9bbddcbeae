import type { RunRow } from "#server/engine/live/wire";
import type { Forest } from "./forest";
import { type Hits, type Term, termKey } from "./terms";
import type { Line } from "./view";

/** `matches` in the order of the lines. */
export type Found = { readonly lines: readonly Line[]; readonly matches: readonly number[] };

/**
 * Runs that every term finds, in their rows or by what the server has found, with the runs above them
 * (dimmed). Collapse does not apply to what is found.
 */
export function search(forest: Forest, terms: readonly Term[], hits: Hits): Found {
  const keep = new Map<number, boolean>();
  for (const row of forest.rows) if (row && matchesAll(row, terms, hits)) keepPath(forest, row, keep);
  const lines = foundLines(forest, keep);
  return { lines, matches: lines.flatMap((line) => (line.kind === "run" && !line.dimmed ? [line.no] : [])) };
}

/** All lines as they are open, those of runs that match beside the others, which are dimmed. */
export function marked(lines: readonly Line[], matches: readonly number[]): readonly Line[] {
  const found = new Set(matches);
  return lines.map((line) => (line.kind === "run" ? { ...line, ...markOf(found.has(line.no)) } : line));
}

function markOf(hit: boolean) {
  return { dimmed: !hit, hit };
}

/** The match `step` further from a run, round the end; `null` = nothing matches. */
export function nextMatch(matches: readonly number[], from: number | null, step: 1 | -1): number | null {
  const { length } = matches;
  const at = from === null ? -1 : matches.indexOf(from);
  if (at < 0) return (step === 1 ? matches[0] : matches.at(-1)) ?? null;
  return matches[(at + step + length) % length] ?? null;
}

function matchesAll(row: RunRow, terms: readonly Term[], hits: Hits): boolean {
  return terms.every(
    (term) =>
      isNumbered(row, term) || textOf(row, term).includes(term.text) || hits.get(termKey(term))?.has(row.no),
  );
}

/** `#14`, or `leaf#14` with the workflow. */
const NUMBERED = /^([^#]*)#(\d+)$/;

/**
 * Whether a term asks for the number of a run, as a whole. Without the sign it does only where the number stands in the
 * name that people see: "leaf 14" is not the run 14 that is called "leaf 13".
 */
function isNumbered({ no, slug, label }: RunRow, { field, text }: Term): boolean {
  if (field !== null && field !== "name") return false;
  if (text === String(no)) return label === null && no > 0;
  const [, of = "", number] = NUMBERED.exec(text) ?? [];
  return number !== undefined && Number(number) === no && slug.toLowerCase().endsWith(of);
}

function textOf(row: RunRow, { field }: Term): string {
  switch (field) {
    case "name":
      return nameText(row);
    case "status":
      return stateText(row);
    case "error":
      return errorText(row);
    case null:
      return `${nameText(row)} ${stateText(row)} ${errorText(row)}`;
    default:
      return "";
  }
}

/** What people see of a name, but for the number that a run without a label has in it. */
function nameText({ label, slug, node }: RunRow): string {
  return `${label ?? ""} ${slug} ${node ?? ""}`.toLowerCase();
}

function stateText(row: RunRow): string {
  return `${row.status} ${waitsOf(row)}`.toLowerCase();
}

function errorText({ failure }: RunRow): string {
  return failure ? `${failure.code} ${failure.message}`.toLowerCase() : "";
}

/** What it waits for: `approval`, `signal go`, `person`. */
function waitsOf({ endedAt, parked, notes }: RunRow): string {
  if (endedAt !== null) return "";
  const waits = (notes?.waits ?? []).map(({ kind, name }) => `${kind} ${name ?? ""}`);
  return [...waits, ...(parked > 0 ? ["person"] : [])].join(" ");
}

function keepPath(forest: Forest, row: RunRow, keep: Map<number, boolean>): void {
  keep.set(row.no, true);
  for (let no = row.parent; no !== null && !keep.has(no); no = forest.rows[no]?.parent ?? null)
    keep.set(no, false);
}

function foundLines(forest: Forest, keep: ReadonlyMap<number, boolean>): Line[] {
  const children = new Map<number, number[]>();
  for (const no of [...keep.keys()].sort((a, b) => a - b)) {
    const parent = forest.rows[no]?.parent;
    if (parent === null || parent === undefined) continue;
    const list = children.get(parent);
    if (list) list.push(no);
    else children.set(parent, [no]);
  }
  const lines: Line[] = [];
  const visit = (no: number, level: number): void => {
    lines.push({ kind: "run", key: `r${no}`, no, level, ...markOf(keep.get(no) === true) });
    for (const child of children.get(no) ?? []) visit(child, level + 1);
  };
  if (keep.has(0)) visit(0, 0);
  return lines;
}
