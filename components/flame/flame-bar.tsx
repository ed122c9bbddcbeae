"use client";
import { Undo2 } from "lucide-react";
import { Button, Select } from "../ui";
import { MEASURES, type Measure } from "./model/flame";
import { COLOURINGS, type Colouring, SERIES } from "./model/paint";

const MEASURE_WORD: Readonly<Record<Measure, string>> = {
  time: "Width: time",
  tokens: "Width: tokens",
  cost: "Width: cost",
};
const COLOURING_WORD: Readonly<Record<Colouring, string>> = {
  status: "Colour: state",
  agent: "Colour: agent",
  workflow: "Colour: workflow",
  cost: "Colour: cost",
};

type FlameBarProps = {
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
  readonly colouring: Colouring;
  readonly onColouring: (colouring: Colouring) => void;
  /** Name of the run below which everything is shown; `null` = of all. */
  readonly focus: string | null;
  readonly onAll: () => void;
  readonly names: readonly string[];
  readonly note: string;
};

export function FlameBar({ measure, colouring, focus, names, note, ...on }: FlameBarProps) {
  return (
    <>
      <Select
        label="What width stands for"
        value={measure}
        onChange={(next) => on.onMeasure(next as Measure)}
        options={MEASURES.map((value) => ({ value, label: MEASURE_WORD[value] }))}
        className="h-7 text-small"
      />
      <Select
        label="What colour stands for"
        value={colouring}
        onChange={(next) => on.onColouring(next as Colouring)}
        options={COLOURINGS.map((value) => ({ value, label: COLOURING_WORD[value] }))}
        className="h-7 text-small"
      />
      {names.slice(0, SERIES.length).map((name, index) => (
        <span
          key={name}
          className="flex shrink-0 items-center gap-1 text-ink-muted text-micro @max-3xl:hidden"
        >
          <span aria-hidden className="size-2.5 rounded-sm" style={{ background: SERIES[index] }} />
          {name.replace(/^banyan:agent\//, "")}
        </span>
      ))}
      <span className="ml-auto min-w-0 truncate pl-2 text-ink-muted text-small">{note}</span>
      {focus === null ? null : (
        <Button size="small" onClick={on.onAll} title="Show the whole tree (Escape)">
          <Undo2 aria-hidden /> Whole tree
        </Button>
      )}
    </>
  );
}
