"use client";
import { type ReactNode, useState } from "react";
import type { Problem } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { Badge } from "../../ui";
import type { Field, Section } from "../model/fields";
import { FieldRow } from "./field-row";
import { FoldSummary } from "./fold-summary";
import type { SetValue } from "./use-typed";

export type Values = Readonly<Record<string, Json | undefined>>;

type SectionsProps = {
  readonly sections: readonly Section[];
  readonly values: Values;
  readonly setterOf: (name: string) => SetValue;
  /** What is wrong, by the place below what is edited. */
  readonly problems: readonly { readonly field: string; readonly problem: Problem }[];
  readonly readOnly: boolean;
  /** Draws what no row can: the body of what repeats. */
  readonly body?: ReactNode;
};

/** All options, in sections of which the first is open, and those in which something stands. */
export function Sections({ sections, ...props }: SectionsProps) {
  return sections.map((section, at) => {
    const given = section.fields.filter(({ name }) => props.values[name] !== undefined).length;
    return (
      <Fold key={section.title} title={section.title} first={at === 0} given={given}>
        <Rows fields={section.fields} {...props} />
      </Fold>
    );
  });
}

type RowsProps = Omit<SectionsProps, "sections"> & { readonly fields: readonly Field[] };

export function Rows({ fields, ...props }: RowsProps) {
  return fields.map((field) => <Row key={field.name} field={field} {...props} />);
}

type FoldProps = {
  readonly title: string;
  readonly first: boolean;
  /** How many of its options say something. */
  readonly given: number;
  readonly children: ReactNode;
};

/** It opens when something comes to stand in it, and does not close when that is taken away. */
function Fold({ title, first, given, children }: FoldProps) {
  const [open, setOpen] = useState(first || given > 0);
  const [known, setKnown] = useState(given);
  if (known !== given) {
    setKnown(given);
    if (known === 0) setOpen(true);
  }
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="min-w-0 border-t pt-2"
    >
      <FoldSummary>
        {title}
        {!first && given > 0 ? <Badge>{given}</Badge> : null}
      </FoldSummary>
      <div className="grid min-w-0 gap-3 pt-3 pb-2">{children}</div>
    </details>
  );
}

function Row({
  field,
  values,
  setterOf,
  problems,
  readOnly,
  body,
}: Omit<SectionsProps, "sections"> & { readonly field: Field }) {
  const { name, control } = field;
  if (control.as === "body") return body;
  const own = problems.flatMap(({ field: place, problem }) =>
    place === `/${name}` || place.startsWith(`/${name}/`) ? [problem] : [],
  );
  return (
    <FieldRow field={field} value={values[name]} set={setterOf(name)} problems={own} readOnly={readOnly} />
  );
}
