"use client";
import { conditionProblem } from "#server/engine/dry-run/breakpoints";
import { type Behaviour, nodeKey } from "#server/engine/dry-run/setup";
import { Checkbox, FormField, Input } from "../../ui";
import { breakpointAt, withBehaviour, withBreakpoint } from "../model/trial/trial";
import { useTrial } from "../trial-context";
import { Calls } from "./calls-fields";

type TrialFieldsProps = {
  readonly slug: string;
  readonly node: string;
  /** It calls something, so it can take its time and fail. */
  readonly calls: boolean;
};

/** How a node behaves when the draft is run dry: where it stops, how long it takes, what it fails with. */
export function TrialFields({ slug, node, calls }: TrialFieldsProps) {
  const { trial, change } = useTrial();
  const stop = breakpointAt(trial, slug, node);
  const key = nodeKey(slug, node);
  const behaviour = trial.behaviours[key] ?? {};
  const behave = (next: Behaviour) => change(withBehaviour(trial, key, next));
  const problem = stop?.when ? conditionProblem(stop.when) : null;
  return (
    <div className="grid gap-3">
      <Checkbox
        checked={stop !== undefined}
        onCheckedChange={(on) => change(withBreakpoint(trial, { slug, node }, on))}
      >
        Stop before it in a dry run
      </Checkbox>
      {stop ? (
        <FormField
          label="Only where"
          error={problem ?? undefined}
          hint="An expression over depth, input and run, such as depth >= 3"
        >
          {(wiring) => (
            <Input
              {...wiring}
              className="font-mono text-small"
              spellCheck={false}
              value={stop.when ?? ""}
              onChange={(event) =>
                change(withBreakpoint(trial, { slug, node, when: event.target.value }, true))
              }
            />
          )}
        </FormField>
      ) : null}
      {calls ? <Calls behaviour={behaviour} behave={behave} /> : null}
    </div>
  );
}
