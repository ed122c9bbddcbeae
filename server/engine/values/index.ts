export {
  type Compacted,
  compact,
  type Externalized,
  externalize,
  INLINE_BYTES,
  INLINE_TOTAL_BYTES,
  MAX_BLOB_BYTES,
} from "./externalize.ts";
export { parseInstant } from "./instant.ts";
export { blobHashes, isBlobRef, type Resolved, resolve } from "./resolve.ts";
export { pointerOf } from "./weigh.ts";
