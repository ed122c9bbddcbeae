"use client";
import { Select } from "../select";
import { Group } from "./group";
import { choose, type Entry } from "./model/entry";
import { fixedOf, type VariantShape } from "./model/shape";
import { OWN, type PartProps } from "./part-props";

type VariantPartProps = PartProps & {
  readonly shape: VariantShape;
  readonly entry: Extract<Entry, { kind: "variant" }>;
};

/** One of several forms that the value may have. */
export function VariantPart(props: VariantPartProps) {
  const { shape, entry, pointer, label, onChange } = props;
  const option = shape.options[entry.chosen];
  const inner = entry.entries[entry.chosen];
  return (
    <Group
      {...props}
      actions={
        <Select
          label={`Kind of ${label}`}
          value={String(entry.chosen)}
          onChange={(value) => onChange(choose(entry, shape, Number(value)), pointer)}
          options={shape.options.map((one, index) => ({ value: String(index), label: one.label }))}
          className="h-control-small text-small"
        />
      }
    >
      {option && inner && fixedOf(option) === null ? (
        <props.Part
          {...props}
          {...OWN}
          within="variant"
          shape={option}
          entry={inner}
          required
          label={label}
          errors={withoutOwn(props.errors, pointer, inner.kind)}
          onChange={(next, at) =>
            onChange({ ...entry, entries: { ...entry.entries, [entry.chosen]: next } }, at)
          }
        />
      ) : null}
    </Group>
  );
}

/** The frame says what is wrong with the value as a whole; what is inside must not say it again. */
function withoutOwn(errors: PartProps["errors"], pointer: string, kind: Entry["kind"]): PartProps["errors"] {
  if (kind === "leaf" || kind === "raw") return errors;
  const { [pointer]: _, ...others } = errors;
  return others;
}
