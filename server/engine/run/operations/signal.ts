import type { NodeId } from "../../ids.ts";
import { completeNode } from "../../nodes/complete.ts";
import { signalOutput } from "../../nodes/wait/output.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused } from "../deciding.ts";
import { addressOf, isWaiting, MAX_SIGNALS_KEPT, oldestWaiting } from "../signals.ts";
import type { RunState, SlotRef } from "../state.ts";
import { nodeOf } from "../tree.ts";
import { isFinal, targetOf } from "./target.ts";

type Signal = Extract<Command, { type: "signal" }>;

/** One signal ends one wait. One that comes too early is kept for it, once; one that comes too late is refused. */
export function decideSignal(deciding: Deciding, command: Signal): Decision {
  const run = deciding.tree.runs[command.run];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  const { to } = command;
  if ("node" in to) return toNode(deciding, command, to.node);
  const ref = run.no === 0 ? oldestWaiting(deciding.tree, to.name) : waitingIn(deciding, run, to.name);
  return ref ? deliver(deciding, command, ref) : keep(deciding, command, to.name);
}

function toNode(deciding: Deciding, command: Signal, node: NodeId): Decision {
  const target = targetOf(deciding.tree, { run: command.run, node });
  if ("refusal" in target) return refused(target.refusal);
  const definition = target.definition.node;
  if (definition.kind !== "wait" || definition.signal === undefined) return refused("NOT_WAITING");
  if (isFinal(target.slot)) return refused("NODE_SETTLED");
  if (isWaiting(deciding.tree, target.ref)) return deliver(deciding, command, target.ref);
  return keep(deciding, command, definition.signal);
}

function waitingIn({ tree }: Deciding, run: RunState, name: string): SlotRef | undefined {
  const nodes = Object.keys(run.nodes ?? {});
  const node = nodes.find((id) => isWaiting(tree, { run: run.no, node: id }, name));
  return node === undefined ? undefined : { run: run.no, node };
}

function deliver(deciding: Deciding, { payload, actor }: Signal, { run, node }: SlotRef): Decision {
  const state = deciding.tree.runs[run];
  const awaits = state && nodeOf(state, node)?.awaits;
  const name = awaits?.k === "signal" ? awaits.name : "";
  const received = { type: "SignalReceived", run, node, name, payload, actor } as const;
  const output = signalOutput(name, payload);
  return completeNode(deciding, { run, node }, { result: { output } }, [received]);
}

function keep(deciding: Deciding, { run, to, payload, actor }: Signal, name: string): Decision {
  const { signals, runs } = deciding.tree;
  if (runs[run]?.ending) return refused("RUN_ENDING");
  const key = addressOf(run, to);
  if (signals[key]) return refused("SIGNAL_PENDING");
  if (Object.keys(signals).length >= MAX_SIGNALS_KEPT) return refused("SIGNALS_FULL");
  return decided(deciding, [{ type: "SignalBuffered", run, key, name, payload, actor }]);
}
