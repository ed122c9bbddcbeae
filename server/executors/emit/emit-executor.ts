import { EMIT } from "#server/engine/nodes/emit/definition";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, Executor } from "#server/runtime/executor";

export type Emitted = { readonly event: string; readonly payload: Json };

/** A way out of the product for events, such as a webhook. It may be asked twice with one idempotency key. */
export type Delivery = {
  readonly channel: string;
  readonly deliver: (emitted: Emitted, context: AttemptContext) => Promise<void>;
};

/**
 * Delivers what `emit` nodes say. Inside the product an event is heard through the journal, where it stands before this
 * is called; `deliveries` carry it further. One that fails fails the attempt, and the node's retry policy decides.
 */
export function createEmitExecutor(deliveries: readonly Delivery[] = []): Executor {
  return {
    facts: (name) => (name === EMIT ? { pure: false } : undefined),
    run: async (_name, input, context) => {
      const emitted = input as Emitted;
      const channels = ["inApp"];
      for (const { channel, deliver } of deliveries) {
        try {
          await deliver(emitted, context);
          channels.push(channel);
        } catch (error) {
          return { ok: false, failure: undelivered(emitted, channel, error) };
        }
      }
      return { ok: true, output: { event: emitted.event, channels } };
    },
  };
}

function undelivered({ event }: Emitted, channel: string, error: unknown) {
  const message = `Event ${event} was not delivered by ${channel}: ${error instanceof Error ? error.message : String(error)}`;
  return { class: "task", code: "EventUndelivered", message, retryable: true } as const;
}
