import { io } from "socket.io-client";
import { LiveHub, type Tab, type ToHub } from "./model/live-hub";
import type { LiveTransport } from "./model/live-transport";

/** The shared worker that keeps the one connection of all tabs. */
type Port = Tab & {
  onmessage:
    | ((event: { readonly data: ToHub | { readonly do: "hello"; readonly lock: string } }) => void)
    | null;
};

const socket = io({ autoConnect: false, transports: ["websocket"], reconnectionDelayMax: 3_000 });
const hub = new LiveHub(socket as unknown as LiveTransport);

Object.assign(globalThis, {
  onconnect: ({ ports: [port] }: { readonly ports: readonly Port[] }) => {
    if (!port) return;
    port.onmessage = ({ data }) => {
      if (data.do !== "hello") hub.take(port, data);
      else {
        port.postMessage({ is: "event", name: "hello" });
        // The tab holds this lock as long as it lives: nothing else tells that it has gone.
        void navigator.locks.request(data.lock, () => hub.leave(port));
      }
    };
  },
});
