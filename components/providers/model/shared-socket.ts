import type { Subscribe, SubscribeReply } from "#server/engine/live/wire";
import type { ToHub, ToTab } from "./live-hub";
import type { LiveEvents, LiveTransport } from "./live-transport";

/** The way to the hub. */
export type HubPort = {
  readonly post: (message: ToHub) => void;
  /** One listener. */
  readonly listen: (listener: (message: ToTab) => void) => void;
  readonly close: () => void;
};

/** A tab's end of the connection that all tabs share. */
export class SharedSocket implements LiveTransport {
  connected = false;
  readonly #port: HubPort;
  readonly #listeners = new Map<string, (payload: never) => void>();
  readonly #replies = new Map<number, (reply: SubscribeReply) => void>();
  #asked = 0;

  constructor(port: HubPort) {
    this.#port = port;
    port.listen((message) => this.#take(message));
  }

  connect(): void {
    this.#port.post({ do: "connect" });
  }

  disconnect(): void {
    this.#port.post({ do: "leave" });
    this.#port.close();
    this.connected = false;
  }

  /** One listener an event. */
  on<E extends keyof LiveEvents>(event: E, listener: LiveEvents[E]): void {
    this.#listeners.set(event, listener as (payload: never) => void);
  }

  emit(event: "subscribe", request: Subscribe, reply: (answer: SubscribeReply) => void): void;
  emit(event: "unsubscribe", request: { readonly topic: string }): void;
  emit(
    event: "subscribe" | "unsubscribe",
    request: Subscribe | { readonly topic: string },
    reply?: (answer: SubscribeReply) => void,
  ): void {
    if (event === "unsubscribe" || !reply) {
      this.#port.post({ do: "unsubscribe", topic: request.topic });
      return;
    }
    this.#asked += 1;
    this.#replies.set(this.#asked, reply);
    this.#port.post({ do: "subscribe", id: this.#asked, request: request as Subscribe });
  }

  #take(message: ToTab): void {
    if (message.is === "reply") {
      const reply = this.#replies.get(message.id);
      this.#replies.delete(message.id);
      reply?.(message.reply as SubscribeReply);
      return;
    }
    if (message.name === "connect") this.connected = true;
    if (message.name === "disconnect") {
      this.connected = false;
      // What was asked over a connection that has gone is never answered.
      this.#replies.clear();
    }
    this.#listeners.get(message.name)?.(message.payload as never);
  }
}
