import { chooseVisible } from "./choose.ts";
import type { Branch, Forest, Status, Tally } from "./forest.ts";
import { duration } from "./words.ts";

export type Tone = "plain" | "muted" | "strong" | Status;
/** A piece of a line in one tone. */
export type Piece = { readonly text: string; readonly tone: Tone };
export type Line = readonly Piece[];

export type Screen = { readonly height: number; readonly width: number; readonly now: number };

export const GLYPHS: Readonly<Record<Status, string>> = {
  queued: "○",
  running: "●",
  waiting: "◔",
  paused: "‖",
  succeeded: "✓",
  failed: "✖",
  cancelled: "⊘",
  needs_attention: "!",
};

/** The tree as at most `height` lines of at most `width` characters: a header, then runs, with bundles for the rest. */
export function frame(forest: Forest, screen: Screen): Line[] {
  if (forest.root === null) return [[{ text: "Waiting for the first run …", tone: "muted" }]];
  const visible = chooseVisible(forest, screen.height);
  const lines = [header(forest, forest.root, screen.now), ...linesOf(forest.root, visible, screen.now)];
  return lines.map((line) => cut(line, screen.width));
}

function header(forest: Forest, root: Branch, now: number): Line {
  const status = root.endedAt === null && forest.paused ? "paused" : root.status;
  const spent = duration((root.endedAt ?? now) - root.startedAt);
  const facts = `  depth ${forest.deepest}  runs ${root.tally.total} (${words(root.tally)})  ${spent}`;
  return [
    { text: `${GLYPHS[status]} ${root.label}`, tone: "strong" },
    { text: `  ${status}`, tone: status },
    { text: facts, tone: "plain" },
  ];
}

/** The root's own line is the header, so the tree starts with its children. */
function linesOf(root: Branch, visible: ReadonlySet<Branch>, now: number): Line[] {
  const lines: Line[] = [];
  const walk = (branch: Branch, indent: string) => {
    const shown = branch.children.filter((child) => visible.has(child));
    const hidden = branch.children.filter((child) => !visible.has(child));
    shown.forEach((child, at) => {
      const last = at === shown.length - 1 && hidden.length === 0;
      lines.push([{ text: `${indent}${last ? "└─ " : "├─ "}`, tone: "muted" }, ...branchPieces(child, now)]);
      walk(child, `${indent}${last ? "   " : "│  "}`);
    });
    if (hidden.length > 0) lines.push([{ text: `${indent}└─ `, tone: "muted" }, ...bundle(hidden)]);
  };
  walk(root, "");
  return lines;
}

function branchPieces(branch: Branch, now: number): Piece[] {
  const { status, startedAt, endedAt } = branch;
  const notes = [
    duration((endedAt ?? now) - startedAt),
    branch.activeNode ? `at ${branch.activeNode}` : "",
    branch.retries > 0 ? `${branch.retries} retries` : "",
    branch.failure ?? "",
  ];
  return [
    { text: `${GLYPHS[status]} `, tone: status },
    { text: branch.label, tone: status === "succeeded" ? "muted" : "plain" },
    { text: `  ${notes.filter(Boolean).join(" · ")}`, tone: status === "failed" ? "failed" : "muted" },
  ];
}

function bundle(hidden: readonly Branch[]): Piece[] {
  const sum: Tally = { total: 0, open: 0, succeeded: 0, failed: 0, cancelled: 0 };
  for (const { tally } of hidden) {
    sum.total += tally.total;
    sum.open += tally.open;
    sum.succeeded += tally.succeeded;
    sum.failed += tally.failed;
    sum.cancelled += tally.cancelled;
  }
  return [{ text: `… ${words(sum)}`, tone: sum.failed > 0 ? "failed" : "muted" }];
}

/** `3 running, 120 ok, 1 failed`, without the zeros. */
export function words(tally: Tally): string {
  const parts = [
    tally.open > 0 ? `${tally.open} running` : "",
    tally.succeeded > 0 ? `${tally.succeeded} ok` : "",
    tally.failed > 0 ? `${tally.failed} failed` : "",
    tally.cancelled > 0 ? `${tally.cancelled} cancelled` : "",
  ];
  return parts.filter(Boolean).join(", ");
}

function cut(line: Line, width: number): Line {
  let left = width;
  return line.flatMap((piece) => {
    const characters = [...printable(piece.text)];
    const text =
      characters.length > left
        ? `${characters.slice(0, Math.max(0, left - 1)).join("")}…`
        : characters.join("");
    const kept = left > 0 ? [{ ...piece, text }] : [];
    left -= characters.length;
    return kept;
  });
}

/** Labels come from inputs: control characters in them must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, " ");
}
