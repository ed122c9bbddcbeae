import type { Server, Socket } from "socket.io";
import type { ClientToServer, ServerToClient } from "#server/engine/live/wire";
import { atIntervals } from "../services/at-intervals.ts";
import { isAllowed } from "../services/authorize.ts";
import type { Services } from "../services/context.ts";
import { TO_CONNECT } from "../services/permissions/faces.ts";
import { createTreeFeeds } from "../services/tree/feeds.ts";
import type { Caller, Role } from "../services/types.ts";
import { WorkspaceFeed } from "../services/workspace/feed.ts";
import { Connection } from "./connection.ts";

/** Who a connection belongs to, asked again and again, which is no use of a session. `null` = nobody any more. */
type Identify = (credentials: {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}) => Promise<Caller | null>;

type NoEvents = Record<string, never>;
type Known = { role: Role };
export type LiveServer = Server<ClientToServer, ServerToClient, NoEvents, Known>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, NoEvents, Known>;

type Options = {
  readonly services: Services;
  readonly auth: { readonly peek: Identify };
  /** Heads go out and sessions are checked this often. */
  readonly beatMs?: number;
  /** How the workspace topic looks for news. */
  readonly workspace?: ConstructorParameters<typeof WorkspaceFeed>[1];
};

/** Half of the 5 s within which a silent gap or an ended session must show. */
const BEAT_MS = 2_500;

/**
 * Serves the live stream on a Socket.IO server whose requests and upgrades have passed the guard.
 * @returns the way to stop; the server itself is the caller's to close.
 */
export function attachRealtime(io: LiveServer, options: Options): () => Promise<void> {
  const { services, auth, beatMs = BEAT_MS } = options;
  const feeds = createTreeFeeds(services);
  const workspace = new WorkspaceFeed(services, options.workspace);
  const connections = new Set<Connection>();

  io.use((socket, next) => {
    auth
      .peek(credentialsOf(socket))
      .then((caller) => {
        const admitted = caller !== null && isAllowed(caller.role, TO_CONNECT);
        if (admitted) socket.data.role = caller.role;
        next(admitted ? undefined : new Error("UNAUTHENTICATED"));
      })
      .catch((error: unknown) => {
        services.log.error({ err: error }, "a live connection could not be checked");
        next(new Error("UNAVAILABLE"));
      });
  });

  io.on("connection", (socket) => {
    const identify = () => auth.peek(credentialsOf(socket));
    const connection = new Connection(socket, socket.data.role, { feeds, workspace, identify, services });
    connections.add(connection);
    services.system.sockets.open += 1;
    socket.once("disconnect", () => {
      connections.delete(connection);
      services.system.sockets.open -= 1;
      connection.close();
    });
  });

  async function beat(): Promise<void> {
    await feeds.tend(Date.now());
    await Promise.all([...connections].map((connection) => connection.beat()));
  }

  const stopBeating = atIntervals(beatMs, beat, (error) =>
    services.log.warn({ err: error }, "a beat of the live stream failed"),
  );

  return () => {
    stopBeating();
    for (const connection of connections) connection.close();
    feeds.close();
    return workspace.close();
  };
}

function credentialsOf({ handshake }: LiveSocket) {
  const token: unknown = handshake.auth["token"];
  const authorization = typeof token === "string" ? `Bearer ${token}` : handshake.headers.authorization;
  return { cookie: handshake.headers.cookie, authorization };
}
