"use client";
import { AbsentPart } from "./absent-part";
import { JsonPart } from "./json-part";
import { LeafPart } from "./leaf-part";
import { ListPart } from "./list-part";
import { ObjectPart } from "./object-part";
import type { PartProps } from "./part-props";
import { VariantPart } from "./variant-part";

/** The part for an entry: which one follows from what stands in it. */
export function Part(props: PartProps) {
  const { shape, entry } = props;
  switch (entry.kind) {
    case "absent":
      return <AbsentPart {...props} />;
    case "raw":
      return <JsonPart {...props} entry={entry} />;
    case "leaf":
      return shape.kind === "object" || shape.kind === "list" || shape.kind === "variant" ? null : (
        <LeafPart {...props} shape={shape} entry={entry} />
      );
    case "object":
      return shape.kind === "object" ? <ObjectPart {...props} shape={shape} entry={entry} /> : null;
    case "list":
      return shape.kind === "list" ? <ListPart {...props} shape={shape} entry={entry} /> : null;
    case "variant":
      return shape.kind === "variant" ? <VariantPart {...props} shape={shape} entry={entry} /> : null;
  }
}
