import { setTimeout as pause } from "node:timers/promises";
import { type Client, Unreachable } from "./client.ts";
import { type EventRow, eventShape, pageOf } from "./shapes.ts";

const PAGE = 1_000;
const POLL_MS = 200;
/** How long a server may be away, as when it restarts, before following it is given up. */
const PATIENCE_MS = 60_000;
const eventPage = pageOf(eventShape);

/**
 * The events of a run's tree in order, from the first on, until `done` says that they are complete.
 * Outlasts a restart of the server: what was yielded is not yielded again.
 */
export async function* follow(
  client: Client,
  runId: string,
  done: () => boolean,
): AsyncGenerator<readonly EventRow[]> {
  let after = 0;
  while (!done()) {
    const { data } = await patiently(() =>
      client.call(
        { path: `/runs/${encodeURIComponent(runId)}/events`, query: { after, limit: PAGE } },
        eventPage,
      ),
    );
    yield data;
    after = data.at(-1)?.seq ?? after;
    if (data.length < PAGE && !done()) await pause(POLL_MS);
  }
}

/** Repeats a read while the server cannot be reached, for a minute at most. */
export async function patiently<T>(read: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Unreachable) || Date.now() > until) throw error;
      await pause(POLL_MS * 5);
    }
  }
}
