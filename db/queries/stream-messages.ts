import type { Database, Sql } from "../client.ts";

/** What PostgreSQL takes in one notification, less one byte. */
export const MOST_NOTIFIED_BYTES = 7_999;

export type Notification = { readonly channel: string; readonly payload: string };

/** Notifies in order, all with one commit. */
export async function tellProcesses(sql: Sql, notifications: readonly Notification[]): Promise<void> {
  if (notifications.length === 0) return;
  const channels = notifications.map(({ channel }) => channel);
  const payloads = notifications.map(({ payload }) => payload);
  await sql`
    select pg_notify(channel, payload) from unnest(${channels}::text[], ${payloads}::text[]) as told (channel, payload)`;
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
