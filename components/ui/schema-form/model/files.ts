import type { Entry } from "./entry";
import type { LeafShape } from "./shape";
import { formValue } from "./value";

/** The largest value that a run takes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

type Picked = { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly error: string };

/** A file's content as an entry. JSON is checked at once, so that the wrong file shows before anything starts. */
export function pickFile(
  shape: LeafShape,
  file: { readonly name: string; readonly bytes: number; readonly text: string },
): Picked {
  if (file.text.trim() === "") return { ok: false, error: `${file.name} is empty.` };
  const entry: Entry = { kind: "leaf", text: file.text, file: { name: file.name, bytes: file.bytes } };
  const read = formValue(shape, entry);
  return read.ok ? { ok: true, entry } : { ok: false, error: read.errors[""] ?? "" };
}

/** Why a file of that size is refused; `null` = it may be read. */
export function refuseSize(name: string, bytes: number): string | null {
  if (bytes <= MAX_FILE_BYTES) return null;
  return `${name} has ${(bytes / 1024 / 1024).toFixed(1)} MB. A run takes values up to 16 MB: cut it, or hand over a path instead.`;
}
