"use client";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Strategy } from "#server/engine/context/schema";
import { STRATEGY_TYPES, type StrategyType } from "#server/engine/context/strategy-types";
import type { Json } from "#server/engine/values/json";
import { Button, Select } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { strategySections } from "../model/fields";
import { LooseFields } from "../model/loose-fields";
import { refusalOf, strategyPlace, takeStrategy, withSetting } from "../model/trial/tried-strategy";
import { Loose } from "../use-loose";
import { Sections, type Values } from "./sections";
import { FormPlace } from "./use-completion";

const OPTIONS = [
  { value: "", label: "Choose a strategy" },
  ...STRATEGY_TYPES.map((type) => ({ value: type, label: type })),
];

type TryStrategyProps = {
  readonly id: string;
  readonly strategy: Strategy | null;
  readonly onTry: (strategy: Strategy | null) => void;
  /** What it would hand on. */
  readonly children: ReactNode;
};

/** Another strategy for the same moment, with its settings; it becomes the node's own only when one says so. */
export function TryStrategy({ id, strategy, onTry, children }: TryStrategyProps) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const node = graph.nodes[id];
  // What is tried is no part of the draft.
  const [tried] = useState(() => new LooseFields());
  const refusal = strategy ? refusalOf(strategy) : null;
  return (
    <>
      <Select
        label="Try another strategy"
        value={strategy?.type ?? ""}
        options={OPTIONS}
        onChange={(chosen) => onTry(chosen === "" ? null : { type: chosen as StrategyType })}
      />
      {strategy && node ? (
        <section aria-label="With the other strategy" className="grid min-w-0 gap-3 border-l-2 pl-3">
          <FormPlace value={strategyPlace(id, node)}>
            <Loose value={tried}>
              <Settings key={strategy.type} strategy={strategy} onTry={onTry} />
            </Loose>
          </FormPlace>
          {children}
          {refusal === null ? null : <p className="text-ink-muted text-small">{refusal}</p>}
          {mayEdit ? (
            <Button
              size="small"
              className="justify-self-start"
              disabled={refusal !== null}
              onClick={() => {
                if (store.attempt(takeStrategy(id, node, strategy)) === null) onTry(null);
              }}
            >
              <Check aria-hidden /> Hand on by {strategy.type}
            </Button>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

type SettingsProps = { readonly strategy: Strategy; readonly onTry: (strategy: Strategy) => void };

function Settings({ strategy, onTry }: SettingsProps) {
  const setterOf = (name: string) => (value: Json | undefined) => {
    const changed = withSetting(strategy, name, value);
    if ("refused" in changed) return changed.refused;
    onTry(changed.strategy);
    return null;
  };
  return (
    <Sections
      sections={strategySections(strategy)}
      values={strategy as unknown as Values}
      setterOf={setterOf}
      problems={[]}
      readOnly={false}
    />
  );
}
