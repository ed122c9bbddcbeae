import { type CodePlace, type Frame, found, frame } from "./code-frames";

/** Reads a JSON text up to the caret. It need not be whole. */
export function placeInJson(text: string, caret: number): CodePlace | null {
  const frames: Frame[] = [];
  for (let at = 0; at < caret; ) {
    const token = TOKEN.exec(text.slice(at))?.[0];
    if (token && isOpen(token, at, caret)) return inside(frames, text, at, caret);
    if (token) took(frames.at(-1), token.startsWith('"') ? unquoted(token) : token);
    else mark(frames, text[at] as string);
    at += token?.length ?? 1;
  }
  return written(frames, "", caret, false);
}

function inside(frames: readonly Frame[], text: string, at: number, caret: number): CodePlace | null {
  const quoted = text[at] === '"';
  const from = quoted ? at + 1 : at;
  return written(frames, text.slice(from, caret), from, quoted);
}

/** A text with its end, as far as it has one on its line; a number or a word. */
const TOKEN = /^(?:"(?:[^"\\\n]|\\.)*"?|[\w.+-]+)/;

/** Whether the caret is in the token: behind a word one may still go on, behind a closing quote not. */
function isOpen(token: string, at: number, caret: number): boolean {
  const closed = token.length > 1 && token.startsWith('"') && token.endsWith('"');
  return closed ? at + token.length > caret : at + token.length >= caret;
}

function written(frames: readonly Frame[], typed: string, from: number, quoted: boolean): CodePlace | null {
  const top = frames.at(-1);
  if (!top || (top.expects !== "key" && top.expects !== "value")) return null;
  return found(frames, { writing: top.expects, from, typed, quoted });
}

/** A punctuation mark of JSON. */
function mark(frames: Frame[], char: string): void {
  const top = frames.at(-1);
  switch (char) {
    case "{":
      frames.push(frame("object"));
      return;
    case "[":
      frames.push(frame("list"));
      return;
    case "}":
    case "]":
      frames.pop();
      expect(frames.at(-1), "comma");
      return;
    case ":":
      expect(top, "value");
      return;
    case ",":
      if (top) top.index++;
      expect(top, top?.of === "object" ? "key" : "value");
  }
}

function expect(top: Frame | undefined, next: Frame["expects"]): void {
  if (top) top.expects = next;
}

/** A text, a number or a word that stands whole before the caret. */
function took(top: Frame | undefined, word: string): void {
  if (!top) return;
  if (top.of === "object" && top.expects === "key") {
    top.key = word;
    top.expects = "colon";
    return;
  }
  if (top.of === "object") top.seen[top.key] = word;
  top.expects = "comma";
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
