import { type CodePlace, type Frame, found, frame } from "./code-frames";

const ENTRY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'[{-][^:#]*|-[^\s:#][^:#]*):(?:\s+(.*)|)$/;

/** Reads a YAML text up to the caret. Blocks only: what stands in braces on one line is left alone. */
export function placeInYaml(text: string, caret: number): CodePlace | null {
  const frames: Frame[] = [];
  const lines = text.slice(0, caret).split("\n");
  const last = lines.pop() ?? "";
  /** Column of the key whose text goes on over lines. */
  let block: number | null = null;
  for (const line of lines) {
    if (line.trim() === "" || isWithin(line, block)) continue;
    block = readLine(frames, line);
  }
  return last.trim() !== "" && isWithin(last, block) ? null : lastLine(frames, last, caret);
}

function isWithin(line: string, block: number | null): boolean {
  return block !== null && line.search(/\S/) > block;
}

/** Column of the key if its text goes on over lines. */
function readLine(frames: Frame[], line: string): number | null {
  if (line.trimStart().startsWith("#")) return null;
  const { column, rest } = into(frames, line);
  const [, key, value = ""] = ENTRY.exec(rest) ?? [];
  if (key === undefined) return null;
  const top = objectAt(frames, column, plain(key));
  if (/^[|>][+-]?\d*\s*$/.test(value)) return column;
  if (value !== "") top.seen[plain(key)] = plain(value);
  return null;
}

function lastLine(frames: Frame[], line: string, caret: number): CodePlace | null {
  const { column, rest } = into(frames, line);
  if (/^[#[{|>&*!]/.test(rest)) return null;
  const [, key, value = ""] = ENTRY.exec(rest) ?? [];
  if (key !== undefined && (rest.endsWith(" ") || value !== "")) {
    objectAt(frames, column, plain(key));
    const typed = value.replace(/^["']/, "");
    const quoted = typed !== value;
    return /^[[{|>&*]/.test(value)
      ? null
      : found(frames, { writing: "value", from: caret - typed.length, typed, quoted });
  }
  if (rest.includes(":")) return null;
  const top = frames.at(-1);
  if (top?.of !== "object" || top.column !== column) frames.push(frame("object", column));
  return found(frames, { writing: "key", from: caret - rest.length, typed: rest, quoted: false });
}

/** Leaves what the line is no longer in, and enters the lists that begin on it. */
function into(frames: Frame[], line: string): { readonly column: number; readonly rest: string } {
  let column = Math.max(0, line.search(/\S|$/));
  let rest = line.slice(column);
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    leave(frames, column, true);
    const top = frames.at(-1);
    if (top?.of === "list" && top.column === column) top.index++;
    else frames.push(frame("list", column));
    column += dash[0].length;
    rest = rest.slice(dash[0].length);
  }
  leave(frames, column, false);
  return { column, rest };
}

function leave(frames: Frame[], column: number, dashed: boolean): void {
  for (let top = frames.at(-1); top; top = frames.at(-1)) {
    if (top.column < column || (top.column === column && (dashed || top.of === "object"))) return;
    frames.pop();
  }
}

function objectAt(frames: Frame[], column: number, key: string): Frame {
  const top = frames.at(-1);
  const at = top?.of === "object" && top.column === column ? top : frame("object", column);
  if (at !== top) frames.push(at);
  at.key = key;
  return at;
}

function plain(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
