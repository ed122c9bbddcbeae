import type { Failure, FailureCode } from "../failure.ts";
import { type Deciding, failure } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { definitionOf, runAt } from "../run/tree.ts";
import { misfitsOf, misfitText, type Schema } from "../schema/fits.ts";
import { resolve } from "../values/index.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import { kindOf } from "./definitions.ts";
import type { Shortfall } from "./evaluate.ts";

/** What is wrong with the result of a place by its `outputSchema`; `null` when it fits or has none. */
export function outputMisfit(
  deciding: Deciding,
  ref: SlotRef,
  output: Stored,
  blobs: readonly Blob[] = [],
): Shortfall | null {
  const { node } = definitionOf(deciding.tree, runAt(deciding.tree, ref.run), ref.node);
  const repeated = ref.item === undefined ? undefined : kindOf(node).body?.(node);
  const place = repeated ? (repeated.once ? undefined : repeated.body) : node;
  const schema = place?.outputSchema;
  if (!schema) return null;
  const where = `node ${ref.node}${ref.item === undefined ? "" : `, item ${ref.item}`}, output`;
  return misfit(deciding, { schema, where, code: "OutputInvalid" }, output, blobs);
}

type Contract = {
  readonly schema: Schema;
  readonly where: string;
  readonly code: Extract<FailureCode, "InputInvalid" | "OutputInvalid">;
};

/** `blobs`: what the value refers to and no store has yet. */
export function misfit(
  { env }: Deciding,
  contract: Contract,
  stored: Stored,
  blobs: readonly Blob[] = [],
): Shortfall | null {
  const made = new Map(blobs.map(({ hash, text }) => [hash, text]));
  const whole = resolve(stored, (hash) => {
    const text = made.get(hash);
    return text === undefined ? env.blob(hash) : (JSON.parse(text) as Json);
  });
  if (!whole.ok) return { kind: "missing", hashes: whole.missing };
  const cause = mismatch(contract, whole.value);
  return cause && { kind: "failure", failure: cause };
}

function mismatch({ schema, where, code }: Contract, value: Json): Failure | null {
  const misfits = misfitsOf(schema, value);
  const [first] = misfits;
  if (!first) return null;
  const side = code === "InputInvalid" ? "inputSchema" : "outputSchema";
  const message = `${where}: ${misfitText(misfits)}. Give what ${side} asks for, or correct ${side}.`;
  return failure("definition", code, message, { where, pointer: first.path, misfits: misfits.length });
}
