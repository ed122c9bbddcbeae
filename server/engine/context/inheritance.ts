import * as z from "zod";
import type { Json } from "../values/json.ts";
import type { Choosing } from "./choosing.ts";
import { derived, settle } from "./derive.ts";
import { storedOf } from "./entry.ts";
import type { InheritanceQuestion } from "./questions.ts";
import { contextKey } from "./schema.ts";

/** What an inheritance function answers: keys that go on as they are, and values that it makes. All else is dropped. */
export const inheritanceSchema = z.strictObject({
  keep: z.array(z.string()).max(10_000).default([]),
  set: z.record(contextKey, z.json()).default({}),
});

/** A registered function decides. It sees no entry that may not cross, so none can get out through it. */
export function applyInheritance({ draft, request, inquiry }: Choosing, name: string): void {
  const live = draft.live();
  const answer = inquiry.inherit({ ask: "inherit", function: name, about: aboutOf(draft, request) });
  if (answer === null) return;
  const parsed = inheritanceSchema.safeParse(answer);
  if (!parsed.success) {
    inquiry.fail({
      class: "definition",
      code: "InheritanceFailed",
      message: `The inheritance function "${name}" gave no {keep, set}: ${parsed.error.issues[0]?.message ?? ""}`,
      retryable: false,
      details: { function: name },
    });
    return;
  }
  const keep = new Set(parsed.data.keep);
  const sources = live.map(({ entry }) => entry);
  for (const [key, value] of Object.entries(parsed.data.set))
    settle(draft, derived(inquiry, request, key, value as Json, sources), sources, name);
  for (const item of draft.live().filter(({ state }) => state === "open")) {
    if (keep.has(item.entry.key)) draft.keep(item, name);
    else draft.drop(item, name);
  }
}

function aboutOf(draft: Choosing["draft"], { child, usage }: Choosing["request"]): InheritanceQuestion {
  return {
    depth: draft.depth,
    usage,
    workflow: child.workflow,
    label: child.label,
    entries: draft.live().map(({ entry, pinned }) => ({
      key: entry.key,
      value: storedOf(entry),
      bytes: entry.bytes,
      tokens: entry.tokens,
      hop: draft.depth - entry.origin.depth,
      labels: entry.labels ?? [],
      pinned,
    })),
  };
}
