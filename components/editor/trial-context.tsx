"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { DraftPins, LastRun, PinnedResult } from "#server/services/types";
import { messageOf, useMay, useTRPC } from "../providers";
import { toast } from "../ui";
import { byNames, turned } from "./model/renames";
import { readTrial, renamedTrial, type Trial } from "./model/trial/trial";

export type Trying = {
  readonly slug: string;
  readonly trial: Trial;
  readonly change: (next: Trial) => void;
  readonly pins: DraftPins["pins"];
  /** `null` takes the pin away. */
  readonly pin: (pins: Readonly<Record<string, PinnedResult | null>>) => void;
  readonly mayPin: boolean;
  /** `null` = none has ended, or it is not known yet. */
  readonly lastRun: LastRun | null;
  /** It is known that none has ended. */
  readonly neverEnded: boolean;
};

const TrialContext = createContext<Trying | null>(null);

/** What a draft is tried with: pins stand beside the draft for everybody, the rest is kept in this browser. */
export function TrialProvider({ slug, children }: { readonly slug: string; readonly children: ReactNode }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayPin = useMay("workflow.pin");
  const key = `banyan:trial:${slug}`;
  const [trial, setTrial] = useState(() => readTrial(localStorage.getItem(key)));
  const pins = useQuery(trpc.workflows.pins.queryOptions({ slug }));
  const last = useQuery(trpc.workflows.lastRun.queryOptions({ slug }));
  const { mutate } = useMutation(
    trpc.workflows.pin.mutationOptions({
      onSuccess: async (data) => {
        const queryKey = trpc.workflows.pins.queryKey({ slug });
        // What was asked before it was pinned does not know of it.
        await queries.cancelQueries({ queryKey });
        queries.setQueryData(queryKey, data);
      },
      onError: (error) => toast.error("That could not be pinned", { description: messageOf(error) }),
    }),
  );
  const change = useCallback(
    (next: Trial) => {
      setTrial(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  const pin = useCallback<Trying["pin"]>(
    (given) => mutate({ slug, pins: { ...given } as never }),
    [mutate, slug],
  );
  const trying = useMemo(
    () => ({
      slug,
      trial,
      change,
      pins: pins.data?.pins ?? {},
      pin,
      mayPin,
      lastRun: last.data ?? null,
      neverEnded: last.data === null,
    }),
    [slug, trial, change, pins.data, pin, mayPin, last.data],
  );
  return <TrialContext value={trying}>{children}</TrialContext>;
}

type AsBegunProps = {
  /** Names that nodes have now, by those that they had. */
  readonly names: ReadonlyMap<string, string>;
  readonly children: ReactNode;
};

/** The same over a graph that stands as it was: what is set up for its nodes goes by the names that they had there. */
export function TrialAsBegun({ names, children }: AsBegunProps) {
  const trying = useTrial();
  const value = useMemo(() => asBegun(trying, names), [trying, names]);
  return <TrialContext value={value}>{children}</TrialContext>;
}

function asBegun(trying: Trying, names: ReadonlyMap<string, string>): Trying {
  if (names.size === 0) return trying;
  const { slug, trial, change, pins, pin } = trying;
  const before = turned(names);
  return {
    ...trying,
    trial: renamedTrial(trial, slug, before) ?? trial,
    change: (next) => change(renamedTrial(next, slug, names) ?? next),
    pins: byNames(pins, before),
    pin: (given) => pin(byNames(given, names)),
  };
}

export function useTrial(): Trying {
  const trying = useContext(TrialContext);
  if (!trying) throw new Error("This part stands in an editor.");
  return trying;
}
