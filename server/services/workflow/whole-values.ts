import { getBlobs } from "#db/queries/get-blobs";
import { blobHashes, resolve } from "#server/engine/values/index";
import type { Json, Stored } from "#server/engine/values/json";
import type { Services } from "../context.ts";

const MOST_BYTES = 2 * 1024 * 1024;
/** Values whose blobs are read in one statement. */
const AT_ONCE = 100;

/** Reads stored values whole, as many as fit in what a page should be told. */
export class WholeValues {
  /** Something was too large, or is no longer kept. */
  lacks = false;
  #left = MOST_BYTES;
  readonly #db: Services["db"];

  constructor(db: Services["db"]) {
    this.#db = db;
  }

  /** Each in its place; what does not fit is absent. */
  async read(all: readonly Stored[]): Promise<readonly (Json | undefined)[]> {
    const read: (Json | undefined)[] = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const texts = this.#left > 0 ? await getBlobs(this.#db.sql, some.flatMap(blobHashes)) : new Map();
      for (const stored of some) read.push(this.#whole(stored, texts));
    }
    return read;
  }

  #whole(stored: Stored, texts: ReadonlyMap<string, string>): Json | undefined {
    const found = resolve(stored, (hash) => {
      const text = texts.get(hash);
      return text === undefined ? undefined : (JSON.parse(text) as Json);
    });
    const bytes = found.ok ? JSON.stringify(found.value).length : Number.POSITIVE_INFINITY;
    if (!found.ok || bytes > this.#left) {
      this.lacks = true;
      return undefined;
    }
    this.#left -= bytes;
    return found.value;
  }
}
