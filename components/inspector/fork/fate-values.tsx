"use client";
import { FormField, Select, Textarea } from "../../ui";
import { type Fate, keyOf, type Said } from "./model/fates";
import { portOptions } from "./model/options";
import type { Forking } from "./use-fork";

/** Inputs and results that are still to be written, for each place that is to have another one. */
export function FateValues({ fork }: { readonly fork: Forking }) {
  return fork.fates.map((said) => <ValueField key={keyOf(said.at)} fork={fork} said={said} />);
}

function ValueField({ fork, said: { at, fate, inside } }: { readonly fork: Forking; readonly said: Said }) {
  if (fate.kind !== "input" && fate.kind !== "output") return null;
  const name = at.item === undefined ? at.node : `${at.node}[${at.item}]`;
  const say = (next: Fate) => fork.say(at, next, inside);
  const { port, ports, ...rest } = fate;
  return (
    <>
      <FormField
        label={`${fate.kind === "input" ? "Input" : "Result"} of ${name}`}
        error={fork.bad.has(keyOf(at)) ? "This is not JSON. Text stands in quotation marks." : undefined}
        hint="JSON"
      >
        {(props) => (
          <Textarea
            {...props}
            rows={4}
            className="font-mono"
            spellCheck={false}
            value={fate.text}
            onChange={(event) => say({ ...fate, text: event.target.value })}
          />
        )}
      </FormField>
      {ports ? (
        <FormField label={`Port of ${name}`} hint="The result goes on at this one.">
          {(wiring) => (
            <Select
              id={wiring.id}
              describedBy={wiring["aria-describedby"]}
              label={`Port of ${name}`}
              value={port ?? ""}
              options={portOptions(ports)}
              onChange={(next) => say({ ...rest, ports, ...(next === "" ? {} : { port: next }) })}
            />
          )}
        </FormField>
      ) : null}
    </>
  );
}
