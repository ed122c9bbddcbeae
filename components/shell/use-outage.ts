"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useConnection } from "../providers";
import { useNow } from "../ui";
import { type Contact, outageSince, type Trouble, troubleOf } from "./model/outage";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}

/** Whether the page shows an old state, why, and since when. Once it is over, everything on screen is read again. */
export function useOutage(): { readonly trouble: Trouble | null; readonly since: number | null } {
  const contact: Contact = { connection: useConnection(), online: useOnline() };
  const [since, setSince] = useState<number | null>(null);
  const now = useNow(since !== null);
  const queries = useQueryClient();
  const wasOut = useRef(false);
  const { connection, online } = contact;
  useEffect(() => {
    setSince((before) => outageSince(before, { connection, online }, Date.now()));
  }, [connection, online]);
  useEffect(() => {
    if (since === null && wasOut.current) void queries.invalidateQueries();
    wasOut.current = since !== null;
  }, [since, queries]);
  return { trouble: troubleOf(contact, since, now), since };
}
