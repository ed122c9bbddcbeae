import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ForkRun } from "#server/services/types-fork";
import { messageOf, useTRPC, useTRPCClient } from "../../providers";
import {
  type Address,
  type Fate,
  type Fates,
  forkAt,
  keyOf,
  type Rest,
  requestOf,
  saidOf,
  say,
  unreadable,
} from "./model/fates";

/** What a person has said of places of a run, what follows from it, and the fork itself. */
export function useFork(id: string, node: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const [fates, setFates] = useState<Fates>(() => forkAt(id, node));
  const [asked, setAsked] = useState(false);
  const plain = usePreview(client, requestOf(forkAt(id, node), true));
  const preview = usePreview(client, requestOf(fates, true));
  const fork = useMutation(
    trpc.runs.fork.mutationOptions({ onSuccess: (started) => router.push(`/runs/${started.id}`) }),
  );
  const bad = unreadable(fates);
  // While what is said cannot be, the places stay as they were before anything was said.
  const shown = preview.data ?? plain.data;
  return {
    fates,
    totals: preview.data?.totals ?? null,
    runs: shown?.runs ?? [],
    /** The run that is forked, and those above it. */
    path: pathTo(shown?.runs ?? [], id),
    loading: shown === undefined && !plain.error,
    refusal: preview.error ? messageOf(preview.error) : null,
    /** Nothing at all can be forked there. */
    impossible: plain.error ? messageOf(plain.error) : null,
    again: () => void plain.refetch(),
    error: fork.error ? messageOf(fork.error) : null,
    bad: asked ? bad : NONE,
    busy: fork.isPending || fork.isSuccess,
    isFirst: (at: Address) => keyOf(at) === keyOf(fates[0].at),
    said: (at: Address) => saidOf(fates, at),
    opened: (run: string) => shown?.runs.find((each) => each.id === run) ?? null,
    say: (at: Address, fate: Fate | null, inside: readonly Address[], rest: Rest = "again") =>
      setFates((before) => say(before, at, fate, inside, rest)),
    /** Of a whole run: results that would be worked out again are kept, or no longer. */
    keepAll: (run: ForkRun, keep: boolean) => setFates((before) => keepIn(before, run, keep)),
    submit: () => {
      setAsked(true);
      if (bad.size === 0) fork.mutate(requestOf(fates) as Parameters<typeof fork.mutate>[0]);
    },
  };
}

function pathTo(runs: readonly ForkRun[], id: string): ReadonlySet<string> {
  const path = new Set<string>();
  for (let at: string | null = id; at !== null; at = runs.find((run) => run.id === at)?.parentId ?? null)
    path.add(at);
  return path;
}

function keepIn(fates: Fates, run: ForkRun, keep: boolean): Fates {
  const fate: Fate | null = keep ? { kind: "reuse" } : null;
  return run.places
    .filter((place) =>
      keep
        ? place.fate === "again" && place.choices.includes("reuse")
        : saidOf(fates, { run: run.id, node: place.node })?.kind === "reuse",
    )
    .reduce<Fates>((all, { node }) => say(all, { run: run.id, node }, fate, [], "again"), fates);
}

export type Forking = ReturnType<typeof useFork>;
const NONE: ReadonlySet<string> = new Set();

function usePreview(client: ReturnType<typeof useTRPCClient>, request: ReturnType<typeof requestOf>) {
  return useQuery({
    queryKey: ["fork-preview", request],
    queryFn: ({ signal }) =>
      client.runs.forkPreview.mutate(request as Parameters<typeof client.runs.forkPreview.mutate>[0], {
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
