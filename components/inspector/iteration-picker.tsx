"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button, Select } from "../ui";

type IterationPickerProps = {
  readonly loop: string;
  /** Those that there are, counted from 0, in their order. */
  readonly iterations: readonly number[];
  readonly at: number;
  /** `null` = the latest, also when another one begins. */
  readonly onChange: (iteration: number | null) => void;
};

/** Which iteration of a loop is shown: the one before, the one after, or any from the list. */
export function IterationPicker({ loop, iterations, at, onChange }: IterationPickerProps) {
  const index = iterations.indexOf(at);
  const last = iterations.length - 1;
  const go = (to: number) => onChange(to === last ? null : (iterations[to] ?? null));
  return (
    <fieldset className="flex items-center gap-1" data-testid="iteration-picker">
      <legend className="sr-only">Iteration of {loop}</legend>
      <span className="min-w-0 grow truncate font-medium font-mono text-small">{loop}</span>
      <Button
        look="quiet"
        size="icon"
        aria-label="Earlier iteration"
        disabled={index <= 0}
        onClick={() => go(index - 1)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Select
        label={`Iteration of ${loop}`}
        value={String(at)}
        options={iterations.map((iteration, no) => ({
          value: String(iteration),
          label: `${iteration + 1} of ${(iterations[last] ?? 0) + 1}${no === last ? ", the latest" : ""}`,
        }))}
        onChange={(next) => go(iterations.indexOf(Number(next)))}
        className="w-44"
      />
      <Button
        look="quiet"
        size="icon"
        aria-label="Later iteration"
        disabled={index >= last}
        onClick={() => go(index + 1)}
      >
        <ChevronRight aria-hidden />
      </Button>
    </fieldset>
  );
}
