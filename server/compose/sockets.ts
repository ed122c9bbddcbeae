import { createServer } from "node:http";
import { Server } from "socket.io";
import type { Routes } from "../http/front-door.ts";
import type { LiveServer } from "../realtime/attach.ts";

/** The longest message that a browser has to send: a subscription. */
const MAX_MESSAGE_BYTES = 64 * 1024;

export type Sockets = Routes["sockets"] & { readonly io: LiveServer; readonly close: () => Promise<void> };

/**
 * Socket.IO behind the guard: it is bound to a server that never listens and gets what the guard let through.
 * Origin rules are the guard's; there are no CORS headers.
 */
export function openSockets(): Sockets {
  const inner = createServer();
  const io: LiveServer = new Server(inner, {
    path: "/socket.io/",
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  return {
    io,
    handle: (request, response) => void inner.emit("request", request, response),
    upgrade: (request, socket, head) => void inner.emit("upgrade", request, socket, head),
    close: () => io.close(),
  };
}
