"use client";
import { Play } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef } from "react";
import { Button, Kbd, useModKey } from "../../ui";
import { RawButton, SchemaFields } from "../../ui/schema-form";
import { type StartRequest, useStart } from "./use-start";

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function StartForm(request: StartRequest) {
  const form = useStart(request);
  const mod = useModKey();
  const ref = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.submit();
  };
  return (
    <form
      ref={ref}
      noValidate
      onSubmit={submit}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-col"
      data-testid="start-form"
    >
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 py-4">
        {form.failure ? (
          <p
            role="alert"
            className="whitespace-pre-line break-words rounded bg-failed-soft px-3 py-2 text-failed-ink text-small"
          >
            {form.failure}
          </p>
        ) : null}
        <SchemaFields form={form.form} />
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-3 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <span className="mr-auto hidden items-center gap-1 text-ink-faint text-small sm:flex">
          <Kbd>{mod}</Kbd>
          <Kbd>↵</Kbd> to start
        </span>
        {form.form.entry.kind === "raw" ? null : (
          <RawButton
            shape={form.form.shape}
            entry={form.form.entry}
            pointer=""
            label="the input"
            onChange={form.form.change}
          />
        )}
        <Button type="submit" look="primary" busy={form.busy} data-testid="submit-run">
          {form.busy ? null : <Play aria-hidden />} {form.busy ? "Starting…" : "Start run"}
        </Button>
      </footer>
    </form>
  );
}
