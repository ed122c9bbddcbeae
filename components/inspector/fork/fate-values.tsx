"use client";
import { FormField, Textarea } from "../../ui";
import { keyOf, type Said } from "./model/fates";
import type { Forking } from "./use-fork";

/** Inputs and results that are still to be written, for each place that is to have another one. */
export function FateValues({ fork }: { readonly fork: Forking }) {
  return fork.fates.map((said) => <ValueField key={keyOf(said.at)} fork={fork} said={said} />);
}

function ValueField({ fork, said: { at, fate, inside } }: { readonly fork: Forking; readonly said: Said }) {
  if (fate.kind !== "input" && fate.kind !== "output") return null;
  const name = at.item === undefined ? at.node : `${at.node}[${at.item}]`;
  return (
    <FormField
      label={`${fate.kind === "input" ? "Input" : "Result"} of ${name}`}
      error={fork.bad.has(keyOf(at)) ? "This is not JSON. Text stands in quotation marks." : undefined}
      hint={fate.port === undefined ? "JSON" : `JSON. It goes on at the port "${fate.port}".`}
    >
      {(props) => (
        <Textarea
          {...props}
          rows={4}
          className="font-mono"
          spellCheck={false}
          value={fate.text}
          onChange={(event) => fork.say(at, { ...fate, text: event.target.value }, inside)}
        />
      )}
    </FormField>
  );
}
