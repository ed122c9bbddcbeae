import type { Json } from "#server/engine/values/json";
import { formatBytes } from "../../ui/format";

/** Something that is not text, although it stands in one. */
export type Media = { readonly path: string; readonly type: string; readonly bytes: number };

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w=.+-]+)*;base64,/;
/** Shorter texts are read by people, whatever they are. */
const LEAST = 1_024;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** How types begin when they are written in base64. */
const BEGINNINGS = [
  ["iVBORw0KGgo", "image/png"],
  ["/9j/", "image/jpeg"],
  ["R0lGOD", "image/gif"],
  ["JVBERi0", "application/pdf"],
  ["UEsDB", "application/zip"],
] as const;

/** A value to be looked at: what is not text stands as its type and size, and is listed beside. */
export function withoutMedia(value: Json): { readonly value: Json; readonly media: readonly Media[] } {
  const media: Media[] = [];
  const visit = (at: Json, path: string): Json => {
    if (typeof at === "string") return shown(at, path, media);
    if (Array.isArray(at)) return at.map((item: Json, index) => visit(item, `${path}/${index}`));
    if (typeof at !== "object" || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, visit(item, `${path}/${key}`)]));
  };
  return { value: visit(value, ""), media };
}

function shown(text: string, path: string, media: Media[]): Json {
  const found = typeOf(text);
  if (!found) return text;
  media.push({ path, ...found });
  return `[${found.type}, ${formatBytes(found.bytes)}]`;
}

/** What a text is, or begins, that is no text to be read; `null` = it is one. */
export function typeOf(text: string): Omit<Media, "path"> | null {
  const declared = DATA_URL.exec(text);
  if (declared?.[1]) return { type: declared[1], bytes: decodedSize(text.slice(declared[0].length)) };
  if (text.length < LEAST || !BASE64.test(text)) return null;
  const known = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  return { type: known?.[1] ?? "base64", bytes: decodedSize(text) };
}

function decodedSize(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}
