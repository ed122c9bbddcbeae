import type { ToTab } from "./model/live-hub";
import type { LiveTransport } from "./model/live-transport";
import { type HubPort, SharedSocket } from "./model/shared-socket";

/** A worker that does not say hello within this time does not run. */
const HELLO_MS = 2_000;

/**
 * The connection that all tabs of this browser share, or one of the tab's own where there are no shared workers, or no
 * locks to tell a tab that has gone: over plain HTTP from another machine, and in some browsers on phones.
 */
export async function openTransport(): Promise<LiveTransport> {
  const port = "SharedWorker" in globalThis && "locks" in navigator ? await sharedPort() : null;
  if (port) return new SharedSocket(port);
  const { io } = await import("socket.io-client");
  return io({ autoConnect: false, transports: ["websocket"], reconnectionDelayMax: 3_000 }) as LiveTransport;
}

async function sharedPort(): Promise<HubPort | null> {
  const worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), { type: "module" });
  const lock = `banyan-tab-${crypto.randomUUID()}`;
  // Held until the tab ends.
  void navigator.locks.request(lock, () => new Promise(() => undefined));
  const greeted = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), HELLO_MS);
    const answer = (runs: boolean) => {
      clearTimeout(timer);
      resolve(runs);
    };
    worker.onerror = () => answer(false);
    worker.port.onmessage = ({ data }: MessageEvent<ToTab>) => {
      if (data.is === "event" && data.name === "hello") answer(true);
    };
    worker.port.postMessage({ do: "hello", lock });
  });
  if (!greeted) return null;
  const { port } = worker;
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.onmessage = ({ data }: MessageEvent<ToTab>) => listener(data);
    },
    close: () => port.close(),
  };
}
