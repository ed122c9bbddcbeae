import type { Database, Sql } from "../client.ts";

/** What PostgreSQL takes in one notification, less one byte. */
export const MOST_NOTIFIED_BYTES = 7_999;
const AT_ONCE = 200;

export type Notification = { readonly channel: string; readonly payload: string };

/** Notifies in order, many with one commit. */
export async function tellProcesses(sql: Sql, notifications: readonly Notification[]): Promise<void> {
  for (let at = 0; at < notifications.length; at += AT_ONCE) {
    const some = notifications.slice(at, at + AT_ONCE);
    const channels = some.map(({ channel }) => channel);
    const payloads = some.map(({ payload }) => payload);
    await sql`
      select pg_notify(channel, payload) from unnest(${channels}::text[], ${payloads}::text[]) as told (channel, payload)`;
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
