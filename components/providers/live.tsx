"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { toSignIn, useTRPCClient } from "./api";
import { type LiveConnection, LiveSocket } from "./model/live-socket";
import { openTransport } from "./open-transport";
import { WorkspaceProvider } from "./workspace";

const AGAIN_MS = 3_000;

const LiveContext = createContext<LiveSocket | null>(null);

/** The tab's way to the live stream; it follows the workspace from the beginning. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live, setLive] = useState<LiveSocket | null>(null);
  const reread = useRereadSession();
  useEffect(() => {
    let close: () => void = () => undefined;
    let left = false;
    // A page is there before it is live.
    const open = () =>
      openTransport().then(
        (transport) => {
          if (left) {
            transport.disconnect();
            return;
          }
          const made = new LiveSocket(transport, reread);
          made.open();
          close = () => made.close();
          setLive(made);
        },
        () => {
          // Its code could not be fetched.
          if (left) return;
          const timer = setTimeout(() => void open(), AGAIN_MS);
          close = () => clearTimeout(timer);
        },
      );
    void open();
    return () => {
      left = true;
      close();
    };
  }, [reread]);
  return (
    <LiveContext value={live}>
      <WorkspaceProvider live={live}>{children}</WorkspaceProvider>
    </LiveContext>
  );
}

/** Leaves for the sign-in page when nobody is signed in any more; else reads everything anew, with the role of now. */
function useRereadSession(): () => void {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(() => {
    client.session.current
      .query()
      .then(() => {
        router.refresh();
        return queries.invalidateQueries();
      })
      .catch(toSignIn);
  }, [client, queries, router]);
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
