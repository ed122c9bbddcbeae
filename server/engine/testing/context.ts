import { type Entries, type Entry, entriesOf } from "../context/entry.ts";
import { type HandedOff, handOff } from "../context/handoff.ts";
import type { HandOffRequest } from "../context/handoff-request.ts";
import { type Facts, Inquiry } from "../context/inquiry.ts";
import type { HandOff } from "../context/receipt.ts";
import {
  type CallContext,
  callContextSchema,
  type WorkflowContext,
  workflowContextSchema,
} from "../context/schema.ts";
import { taskKeysOf } from "../context/settings.ts";
import { type Writing, writeEntry } from "../context/write.ts";
import type { Json } from "../values/json.ts";

/** A store in memory. */
export class Blobs {
  readonly texts = new Map<string, string>();
  readonly facts: Facts = { blob: (hash) => this.at(hash) };

  at(hash: string): Json | undefined {
    const text = this.texts.get(hash);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  entry(key: string, value: Json, more: Partial<Writing> = {}): Entry {
    const inquiry = new Inquiry(this.facts);
    const entry = writeEntry(inquiry, value, { key, origin: { run: 0, depth: 0 }, at: 0, ...more });
    for (const { hash, text } of inquiry.made.values()) this.texts.set(hash, text);
    return entry;
  }

  /** Hands off, and keeps what that made. */
  handOff(request: HandOffRequest, facts = this.facts): HandedOff {
    const result = handOff(request, facts);
    if (result.kind === "handedOff") for (const { hash, text } of result.blobs) this.texts.set(hash, text);
    return result;
  }
}

export type Asked = {
  readonly entries: readonly Entry[] | Entries;
  readonly call?: unknown;
  readonly workflow?: unknown;
  readonly child?: Partial<HandOffRequest["child"]>;
  readonly depth?: number;
  readonly usage?: number;
  readonly performance?: number | null;
  readonly at?: number;
  readonly purse?: HandOffRequest["purse"];
};

/** A hand-off from a run at `depth` − 1, with its interesting parts. */
export function requestOf({ depth = 1, ...asked }: Asked): HandOffRequest {
  const call: CallContext | undefined =
    asked.call === undefined ? undefined : callContextSchema.parse(asked.call);
  const context: WorkflowContext = workflowContextSchema.parse(asked.workflow ?? {});
  const entries = Array.isArray(asked.entries) ? entriesOf(asked.entries as readonly Entry[]) : asked.entries;
  return {
    at: asked.at ?? 0,
    treeId: "tree",
    parent: {
      run: depth - 1,
      depth: depth - 1,
      entries: entries as Entries,
      context,
      scope: { input: {}, node: () => undefined, run: { depth: depth - 1, label: null }, tree: {} },
    },
    call,
    where: "node call",
    origin: { run: depth - 1, depth: depth - 1, node: "call" },
    child: {
      depth,
      workflow: "child",
      label: null,
      input: {},
      context: undefined,
      taskKeys: taskKeysOf(undefined),
      reads: new Set(),
      ...asked.child,
    },
    usage: asked.usage ?? 0,
    performance: asked.performance ?? null,
    purse: asked.purse ?? { tokens: null, costUsd: null },
  };
}

export function accepted(result: HandedOff): HandOff {
  if (result.kind !== "handedOff") throw new Error(`not handed off: ${JSON.stringify(result)}`);
  return result.handOff;
}

export function keysOf({ entries }: HandOff): string[] {
  return entries.map(({ key }) => key).sort();
}
