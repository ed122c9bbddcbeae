"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { every, useTRPC } from "../providers";

const REFRESH_MS = 30_000;

/** How much the person has not seen. The live stream has it asked again; the interval is for when that is silent. */
export function useUnread() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.notifications.unread.queryOptions(), refetchInterval: every(REFRESH_MS) }).data;
}

export function useMarkRead() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.notifications.markRead.mutationOptions({
      onSuccess: async (marks) => {
        const queryKey = trpc.notifications.unread.queryKey();
        // What was asked before they were read counts them still.
        await queries.cancelQueries({ queryKey });
        queries.setQueryData(queryKey, marks);
        void queries.invalidateQueries({ queryKey: trpc.notifications.list.pathKey() });
      },
    }),
  );
}
