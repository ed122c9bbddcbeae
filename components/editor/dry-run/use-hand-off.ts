"use client";
import { useEffect, useRef, useState } from "react";
import type { CallContext } from "#server/engine/context/schema";
import type { PricedAgent } from "#server/engine/graph/worst-case";
import { messageOf } from "../../providers";
import { useEditorState } from "../context";
import { type HandOffAsked, type HandOffTold, inputsFor, priceOf } from "../model/trial/hand-off";
import { useTrial } from "../trial-context";
import { useSetup } from "./use-setup";

/** Long enough not to run for every letter. */
const AFTER_MS = 300;
/** What else is published hardly changes while somebody types. */
const FRESH_MS = 60_000;

type Seen = {
  /** `null` = not known yet. */
  readonly told: HandOffTold | null;
  readonly price: PricedAgent | null;
  /** Something has changed since. */
  readonly busy: boolean;
};
export type HandOffSeen = Seen & { readonly retry: () => void };

/** What a node would hand to its first child, anew a moment after each edit; in a worker that lives as long as it is looked at. */
export function useHandOff(node: string, tried: CallContext | null): HandOffSeen {
  const { graph } = useEditorState();
  const { trial, pins, lastRun } = useTrial();
  const gather = useSetup(graph, FRESH_MS);
  const latest = useRef(gather);
  useEffect(() => {
    latest.current = gather;
  });
  const [seen, setSeen] = useState<Seen>({ told: null, price: null, busy: true });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is gathered follows from the pins and the trial
  useEffect(() => {
    let worker: Worker | null = null;
    let stale = false;
    setSeen((before) => ({ ...before, busy: true }));
    const tell = (told: HandOffTold, price: PricedAgent | null = null) => {
      if (!stale) setSeen({ told, price, busy: false });
    };
    const timer = setTimeout(async () => {
      try {
        const inputs = inputsFor(graph, lastRun, trial.seed);
        const setup = await latest.current(inputs[0] ?? null);
        if (stale) return;
        worker = started((told) => tell(told, priceOf(setup.agents)));
        worker.postMessage({ setup, inputs, node, tried } satisfies HandOffAsked);
      } catch (error) {
        tell({ kind: "unknown", message: messageOf(error) });
      }
    }, AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [graph, lastRun, pins, trial, node, tried, tries]);
  return { ...seen, retry: () => setTries((before) => before + 1) };
}

function started(hear: (told: HandOffTold) => void): Worker {
  const worker = new Worker(new URL("./hand-off.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<HandOffTold>) => hear(data));
  worker.addEventListener("error", ({ message }) =>
    hear({ kind: "unknown", message: message || "the worker stopped" }),
  );
  return worker;
}
