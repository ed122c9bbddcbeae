export { compact, externalize } from "./externalize.ts";
export { blobHashes, isBlobRef, resolve } from "./resolve.ts";
export { pointerOf } from "./weigh.ts";
