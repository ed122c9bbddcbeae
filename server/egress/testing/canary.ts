import { createServer, type Server, type Socket } from "node:net";

/** A listener on loopback that nobody may reach: it counts who does. */
export type Canary = {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** Listens on one port of 127.0.0.1 and, where the machine has it, of ::1. */
export async function openCanary(): Promise<Canary> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const onSocket = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\ncanary");
  };
  const v4 = createServer(onSocket);
  await listen(v4, 0, "127.0.0.1");
  const port = (v4.address() as { port: number }).port;
  const v6 = createServer(onSocket);
  const both = await listen(v6, port, "::1").then(
    () => true,
    () => false,
  );
  return {
    port,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([close(v4), both ? close(v6) : null]);
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
