import { Badge } from "../ui";
import { KIND_WORD, shapeOf } from "../ui/schema-form";

/** What a workflow takes, in words. */
export function InputFields({ schema }: { readonly schema: Readonly<Record<string, unknown>> }) {
  const shape = shapeOf(schema);
  const fields = shape.kind === "object" ? shape.fields : [{ key: "", required: true, shape }];
  return (
    <dl className="divide-y rounded border text-small">
      {fields.map(({ key, required, shape: field }) => (
        <div key={key} className="px-3 py-2">
          <dt className="flex items-center gap-2">
            <span className="font-medium">{field.label || "Input"}</span>
            <Badge>{KIND_WORD[field.kind]}</Badge>
            <span className="ml-auto text-ink-faint">{required ? "required" : "optional"}</span>
          </dt>
          {field.hint ? <dd className="mt-1 text-ink-muted">{field.hint}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
