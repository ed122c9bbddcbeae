import type { Database, Sql } from "../client.ts";

/** What PostgreSQL takes in one notification, less one byte. */
export const MOST_NOTIFIED_BYTES = 7_999;
const AT_ONCE = 200;

/** Notifies once for each payload, in order. */
export async function tellProcesses(sql: Sql, channel: string, payloads: readonly string[]): Promise<void> {
  for (let at = 0; at < payloads.length; at += AT_ONCE) {
    const some = payloads.slice(at, at + AT_ONCE);
    await sql`select pg_notify(${channel}, payload) from unnest(${some}::text[]) payload`;
  }
}

/**
 * Hears what is told to a channel. `onListening` is called whenever listening has begun, also after the connection was lost:
 * what was told in between is gone.
 */
export async function listenToProcesses(
  { sql }: Pick<Database, "sql">,
  channel: string,
  onPayload: (payload: string) => void,
  onListening: () => void = () => undefined,
): Promise<() => Promise<void>> {
  const { unlisten } = await sql.listen(channel, onPayload, onListening);
  return unlisten;
}
