import type { Failure } from "../failure.ts";
import { sha256Hex } from "../hash.ts";

const LABEL_MAX = 200;
const MESSAGE_MAX = 2_000;
const KEY_MAX = 500;
const KEY_KEPT = 400;

/** Rows, lists and lines of the live stream carry it. */
export function clipLabel(label: string): string {
  return clipText(label, LABEL_MAX);
}

/** The same failure, its message fit for every row that repeats it on the way up. */
export function clipFailure(failure: Failure): Failure {
  if (failure.message.length <= MESSAGE_MAX) return failure;
  return { ...failure, message: clipText(failure.message, MESSAGE_MAX) };
}

/** Keys that differ stay different: a long one ends in the hash of the whole. */
export function clipKey(key: string): string {
  return key.length <= KEY_MAX ? key : `${cut(key, KEY_KEPT)}…${sha256Hex(key)}`;
}

function clipText(text: string, max: number): string {
  return text.length <= max ? text : `${cut(text, max - 1)}…`;
}

/** Never between the halves of a character: the database takes no half. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
