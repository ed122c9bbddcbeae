import type { ClientToServer, ServerToClient, Subscribe, SubscribeReply } from "#server/engine/live/wire";

/** What comes over a connection, and what happens to it. */
export type LiveEvents = ServerToClient & {
  connect: () => void;
  disconnect: () => void;
  connect_error: (error: { readonly message: string }) => void;
};

/** A connection to the live stream: a socket of the tab's own, or the one that all tabs share. */
export type LiveTransport = {
  readonly connected: boolean;
  readonly connect: () => unknown;
  /** For good: nothing is heard any more. */
  readonly disconnect: () => unknown;
  on<E extends keyof LiveEvents>(event: E, listener: LiveEvents[E]): unknown;
  emit(event: "subscribe", request: Subscribe, reply: (answer: SubscribeReply) => void): unknown;
  emit(event: "unsubscribe", request: Parameters<ClientToServer["unsubscribe"]>[0]): unknown;
};
