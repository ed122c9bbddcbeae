import { packText, unpackText } from "./packed.ts";

/** A row of the journal in its archive. */
export type ArchivedRow = readonly [firstSeq: number, lastSeq: number, epoch: number, events: string];

export function packRows(rows: readonly ArchivedRow[]): Promise<Buffer> {
  return packText(JSON.stringify(rows));
}

export async function unpackRows(packed: Uint8Array): Promise<readonly ArchivedRow[]> {
  return JSON.parse(await unpackText(packed)) as ArchivedRow[];
}
