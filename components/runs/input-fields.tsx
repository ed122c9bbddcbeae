import { Badge } from "../ui";
import { type Field, fieldsOf } from "./model/start-form";

const KIND: Readonly<Record<Field["kind"], string>> = {
  text: "text",
  long: "long text",
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  choice: "choice",
  json: "JSON",
};

/** What a workflow takes, in words. */
export function InputFields({ schema }: { readonly schema: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="divide-y rounded border text-small">
      {fieldsOf(schema).map((field) => (
        <div key={field.key} className="px-3 py-2">
          <dt className="flex items-center gap-2">
            <span className="font-medium">{field.label}</span>
            <Badge>{KIND[field.kind]}</Badge>
            <span className="ml-auto text-ink-faint">{field.required ? "required" : "optional"}</span>
          </dt>
          {field.hint ? <dd className="mt-1 text-ink-muted">{field.hint}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
