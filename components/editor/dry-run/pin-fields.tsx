"use client";
import { Pin, PinOff } from "lucide-react";
import { useState } from "react";
import type { Json } from "#server/engine/values/json";
import { readJson } from "#server/engine/values/text";
import { Button, FormField, JsonView, Select, Textarea } from "../../ui";
import { useTrial } from "../trial-context";

type PinFieldsProps = {
  readonly node: string;
  /** Ports of which it takes one. */
  readonly ports: readonly string[];
  /** What it has just given, if it has. */
  readonly given?: Json | undefined;
};

/** What a node gives without being done, in dry runs and in runs of the draft. */
export function PinFields(props: PinFieldsProps) {
  const { pins, mayPin } = useTrial();
  if (Object.hasOwn(pins, props.node)) return <Pinned node={props.node} />;
  if (!mayPin) return <p className="text-ink-muted text-small">Nothing is pinned to it.</p>;
  return <Unpinned {...props} />;
}

function Pinned({ node }: { readonly node: string }) {
  const { pins, pin, mayPin } = useTrial();
  const pinned = pins[node];
  if (!pinned) return null;
  return (
    <div className="grid gap-2" data-testid="pinned">
      <p className="flex items-center gap-2 text-small">
        <Pin aria-hidden className="size-3.5" /> Pinned{pinned.port ? `, leaves by ${pinned.port}` : ""}
        {mayPin ? (
          <Button size="small" className="ml-auto" onClick={() => pin({ [node]: null })}>
            <PinOff aria-hidden /> Unpin
          </Button>
        ) : null}
      </p>
      <div className="max-h-60 overflow-auto rounded border p-2">
        <JsonView value={pinned.output} label={`Pinned output of ${node}`} />
      </div>
    </div>
  );
}

function Unpinned({ node, ports, given }: PinFieldsProps) {
  const { pin, lastRun } = useTrial();
  const [writing, setWriting] = useState(false);
  const last = lastRun && Object.hasOwn(lastRun.nodes, node) ? lastRun.nodes[node] : undefined;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {given === undefined || ports.length > 0 ? null : (
          <Button size="small" onClick={() => pin({ [node]: { output: given } })}>
            <Pin aria-hidden /> Pin what it gave
          </Button>
        )}
        {last ? (
          <Button size="small" onClick={() => pin({ [node]: last })}>
            <Pin aria-hidden /> Pin what it gave last
          </Button>
        ) : null}
        <Button size="small" aria-expanded={writing} onClick={() => setWriting(!writing)}>
          Write an output
        </Button>
      </div>
      {writing ? <Writing node={node} ports={ports} begin={last?.output ?? given ?? {}} /> : null}
    </div>
  );
}

type WritingProps = { readonly node: string; readonly ports: readonly string[]; readonly begin: Json };

function Writing({ node, ports, begin }: WritingProps) {
  const { pin } = useTrial();
  const [text, setText] = useState(() => JSON.stringify(begin, null, 2));
  const [port, setPort] = useState(ports[0] ?? "");
  const read = parsed(text);
  return (
    <>
      <FormField label="Output" error={read.ok ? undefined : read.message}>
        {(wiring) => (
          <Textarea
            {...wiring}
            className="font-mono text-small"
            rows={6}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </FormField>
      {ports.length > 0 ? (
        <Select
          label="Port"
          value={port}
          onChange={setPort}
          options={ports.map((name) => ({ value: name, label: name }))}
        />
      ) : null}
      <Button
        size="small"
        look="primary"
        className="w-fit"
        disabled={!read.ok}
        onClick={() => {
          if (read.ok) pin({ [node]: { output: read.value, ...(ports.length > 0 ? { port } : {}) } });
        }}
      >
        <Pin aria-hidden /> Pin
      </Button>
    </>
  );
}

function parsed(
  text: string,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string } {
  const read = readJson(text);
  return read.ok ? { ok: true, value: read.value as Json } : read;
}
