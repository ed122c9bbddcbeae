import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
/** Above the default: values are packed once and read rarely. */
const LEVEL = 9;

/** A text as zstd. */
export async function packText(text: string): Promise<Buffer> {
  return await compress(text, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
}

/** The very text that `packText` was given. */
export async function unpackText(packed: Uint8Array): Promise<string> {
  return (await decompress(packed)).toString("utf8");
}
