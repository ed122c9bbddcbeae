import type { LiveBatch, Subscribe, SubscribeReply, Topic } from "#server/engine/live/wire";
import type { LiveTransport } from "./live-transport";

/** Tab → hub. `id` comes back with the reply. */
export type ToHub =
  | { readonly do: "connect" }
  | { readonly do: "subscribe"; readonly id: number; readonly request: Subscribe }
  | { readonly do: "unsubscribe"; readonly topic: string }
  | { readonly do: "leave" };

/** Hub → tab: an event of the connection with what it carries, or the reply to a subscription. */
export type ToTab =
  | { readonly is: "event"; readonly name: string; readonly payload?: unknown }
  | { readonly is: "reply"; readonly id: number; readonly reply: unknown };

export type Tab = { readonly postMessage: (message: ToTab) => void };

/** How far a tab has come with a topic. */
type Standing = { seq: number; readonly request: Subscribe };

/**
 * One connection for all tabs of a browser. The server knows one subscription a topic: it is asked for from where the
 * tab stands that is furthest behind, and each tab is handed what is new to it.
 */
export class LiveHub {
  readonly #socket: LiveTransport;
  readonly #tabs = new Map<Tab, Map<string, Standing>>();

  constructor(socket: LiveTransport) {
    this.#socket = socket;
    socket.on("connect", () => this.#tellAll("connect"));
    socket.on("disconnect", () => this.#tellAll("disconnect"));
    socket.on("connect_error", ({ message }) => this.#tellAll("connect_error", { message }));
    socket.on("session", (change) => this.#tellAll("session", change));
    socket.on("heartbeat", (beat) => this.#tell(beat.topic, "heartbeat", beat));
    socket.on("progress", (progress) => this.#tell(progress.topic, "progress", progress));
    socket.on("stream", (stream) => this.#tell(stream.topic, "stream", stream));
    socket.on("batch", (batch) => this.#hand(batch));
    socket.on("resync", (notice) => {
      const followers = this.#followers(notice.topic);
      for (const [tab] of followers) this.#tabs.get(tab)?.delete(notice.topic);
      for (const [tab] of followers) tell(tab, "resync", notice);
    });
  }

  take(tab: Tab, message: ToHub): void {
    switch (message.do) {
      case "connect":
        this.#tabs.set(tab, this.#tabs.get(tab) ?? new Map());
        if (this.#socket.connected) tell(tab, "connect");
        else this.#socket.connect();
        break;
      case "subscribe":
        this.#subscribe(tab, message.request, message.id);
        break;
      case "unsubscribe":
        this.#drop(tab, message.topic);
        break;
      default:
        this.leave(tab);
    }
  }

  /** The tab is closed, or has gone without a word. */
  leave(tab: Tab): void {
    for (const topic of [...(this.#tabs.get(tab)?.keys() ?? [])]) this.#drop(tab, topic);
    this.#tabs.delete(tab);
  }

  #subscribe(tab: Tab, request: Subscribe, id: number): void {
    const standing: Standing = { seq: request.after, request };
    this.#tabs.get(tab)?.set(request.topic, standing);
    this.#ask(request, (reply) => {
      const own = this.#tabs.get(tab);
      if (!reply.ok && own?.get(request.topic) === standing) {
        own.delete(request.topic);
        this.#askForTheRest(request.topic);
      }
      tab.postMessage({ is: "reply", id, reply });
    });
  }

  /** A refusal ends what the server had for the topic, and the other tabs did nothing wrong. */
  #askForTheRest(topic: string): void {
    const [first] = this.#followers(topic);
    if (!first) return;
    this.#ask(first[1].request, (reply) => {
      if (reply.ok) return;
      for (const [tab] of this.#followers(topic)) {
        this.#tabs.get(tab)?.delete(topic);
        tell(tab, "resync", { topic });
      }
    });
  }

  #ask(request: Subscribe, reply: (answer: SubscribeReply) => void): void {
    const seqs = this.#followers(request.topic).map(([, { seq }]) => seq);
    this.#socket.emit("subscribe", { ...request, after: Math.min(request.after, ...seqs) }, reply);
  }

  #drop(tab: Tab, topic: string): void {
    if (!this.#tabs.get(tab)?.delete(topic)) return;
    if (this.#followers(topic).length === 0 && this.#socket.connected)
      this.#socket.emit("unsubscribe", { topic });
  }

  #hand(batch: LiveBatch): void {
    for (const [tab, standing] of this.#followers(batch.topic)) {
      const fresh = newFor(batch, standing.seq);
      if (!fresh) continue;
      // A gap is for the tab to see: it asks again from where it stands.
      if (fresh.from === standing.seq + 1) standing.seq = fresh.to;
      tell(tab, "batch", fresh);
    }
  }

  #followers(topic: string): readonly (readonly [Tab, Standing])[] {
    return [...this.#tabs].flatMap(([tab, standings]) => {
      const standing = standings.get(topic);
      return standing ? [[tab, standing] as const] : [];
    });
  }

  #tell(topic: Topic, name: string, payload: unknown): void {
    for (const [tab] of this.#followers(topic)) tell(tab, name, payload);
  }

  #tellAll(name: string, payload?: unknown): void {
    for (const tab of this.#tabs.keys()) tell(tab, name, payload);
  }
}

function tell(tab: Tab, name: string, payload?: unknown): void {
  tab.postMessage({ is: "event", name, payload });
}

/** Rows carry absolute values and events of the workspace their own seq, so a batch may begin where a tab stands. */
function newFor(batch: LiveBatch, seq: number): LiveBatch | null {
  if (batch.to <= seq) return null;
  if (batch.from > seq) return batch;
  if (batch.topic !== "workspace") return { ...batch, from: seq + 1 };
  return { ...batch, from: seq + 1, events: batch.events.filter((event) => event.seq > seq) };
}
