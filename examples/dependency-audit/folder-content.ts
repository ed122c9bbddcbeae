import { createHash, hash as hashOf } from "node:crypto";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

export type FolderContent = {
  readonly bytes: number;
  readonly files: number;
  readonly hash: string;
  /** Names of the files that stand at the top, in order. */
  readonly topLevel: readonly string[];
};

type FileContent = { readonly path: string; readonly bytes: number; readonly hash: string };

/** Read at once up to here, in pieces beyond. */
const WHOLE_FILE_BYTES = 512 * 1024;
const FILES_AT_ONCE = 6;

/**
 * Size and SHA-256 of every file below a package's folder. Links are not followed, and the `node_modules` at its top
 * is left out: what stands there are packages of their own.
 */
export async function contentOf(folder: string, signal: AbortSignal): Promise<FolderContent> {
  const paths = await filesBelow(folder, signal);
  const contents: FileContent[] = [];
  const waiting = paths.values();
  const worker = async () => {
    for (const path of waiting) {
      signal.throwIfAborted();
      contents.push({ path, ...(await readContent(join(folder, path), signal)) });
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker));
  contents.sort((a, b) => compare(a.path, b.path));
  const listing = contents.map(({ path, hash }) => `${hash} ${path.replaceAll(sep, "/")}\n`).join("");
  return {
    bytes: contents.reduce((sum, { bytes }) => sum + bytes, 0),
    files: contents.length,
    hash: hashOf("sha256", listing),
    topLevel: contents.map(({ path }) => path).filter((path) => !path.includes(sep)),
  };
}

async function filesBelow(folder: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    signal.throwIfAborted();
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !(at === folder && entry.name === "node_modules")) folders.push(path);
      else if (entry.isFile()) found.push(relative(folder, path));
    }
  }
  return found;
}

async function readContent(path: string, signal: AbortSignal): Promise<{ bytes: number; hash: string }> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size <= WHOLE_FILE_BYTES) {
    const content = await file.readFile();
    return { bytes: content.length, hash: hashOf("sha256", content) };
  }
  return await readInPieces(file, signal);
}

async function readInPieces(file: FileHandle, signal: AbortSignal): Promise<{ bytes: number; hash: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of file.createReadStream({ autoClose: false, highWaterMark: WHOLE_FILE_BYTES })) {
    signal.throwIfAborted();
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { bytes, hash: hash.digest("hex") };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
