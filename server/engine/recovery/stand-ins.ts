import type { Choice, Rung } from "./schema.ts";

type Recovers = {
  readonly recovery?: readonly Rung[] | undefined;
  readonly onEscalation?: readonly Choice[] | undefined;
  readonly compensate?:
    | { readonly task?: string | undefined; readonly workflow?: string | undefined }
    | undefined;
};
type StandIns = { readonly tasks: readonly string[]; readonly workflows: readonly string[] };

/** What a node or a workflow starts in the place of what has failed, or to undo what was done. */
export function standInsOf({ recovery = [], onEscalation = [], compensate }: Recovers): StandIns {
  const fallbacks = recovery.filter((rung) => rung.do === "fallback");
  const replaced = onEscalation.filter((choice) => choice.choose === "replaceChild");
  const all = [...fallbacks, ...replaced, ...(compensate ? [compensate] : [])];
  return {
    tasks: all.flatMap((one) => ("task" in one && one.task !== undefined ? [one.task] : [])),
    workflows: all.flatMap(({ workflow }) => workflow ?? []),
  };
}
