"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf, useTRPC } from "../providers";
import { toast } from "../ui";

const MOVING_MS = 1_000;
const RESTING_MS = 60_000;

/** Whether the demo data is there, and what can be done with it. */
export function useDemo() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const status = useQuery({
    ...trpc.demo.status.queryOptions(),
    refetchInterval: ({ state }) => {
      if (state.status === "error") return false;
      const phase = state.data?.phase;
      return phase === "loading" || phase === "removing" ? MOVING_MS : RESTING_MS;
    },
  });
  const again = () => queries.invalidateQueries();
  const load = useMutation(
    trpc.demo.load.mutationOptions({
      onSuccess: again,
      onError: (error) => toast.error("The demo data was not loaded", { description: messageOf(error) }),
    }),
  );
  const remove = useMutation(
    trpc.demo.remove.mutationOptions({
      onSuccess: again,
      onError: (error) => toast.error("The demo data was not removed", { description: messageOf(error) }),
    }),
  );
  return { status: status.data, load, remove };
}
