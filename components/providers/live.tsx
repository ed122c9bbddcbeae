"use client";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { io } from "socket.io-client";
import { type LiveConnection, LiveSocket } from "./model/live-socket";
import { WorkspaceProvider } from "./workspace";

const LiveContext = createContext<LiveSocket | null>(null);

/** One socket for the tab; it follows the workspace from the beginning. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live, setLive] = useState<LiveSocket | null>(null);
  useEffect(() => {
    const made = new LiveSocket(
      io({ autoConnect: false, transports: ["websocket"], reconnectionDelayMax: 3_000 }),
    );
    made.open();
    setLive(made);
    return () => made.close();
  }, []);
  return (
    <LiveContext value={live}>
      <WorkspaceProvider live={live}>{children}</WorkspaceProvider>
    </LiveContext>
  );
}

/** `null` until the page has come to life in the browser. */
export function useLive(): LiveSocket | null {
  return useContext(LiveContext);
}

const nothing = () => () => undefined;

export function useConnection(): LiveConnection {
  const live = useLive();
  return useSyncExternalStore(
    live?.subscribe ?? nothing,
    live?.connection ?? (() => "connecting"),
    () => "connecting",
  );
}
