"use client";
import { GitFork } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useId } from "react";
import type { ContextValues } from "#server/engine/dry-run/edited-context";
import { Button, FieldNote } from "../../ui";
import { JsonEditor, type Shown } from "../../ui/json-editor";
import { readContext } from "../model/trial/context-text";

type ContextEditorProps = {
  readonly text: string;
  readonly shown: Shown | undefined;
  /** The context as it is. */
  readonly before: string;
  readonly onText: (text: string) => void;
  readonly onFork: (context: ContextValues) => void;
  readonly onCancel: () => void;
};

/** The context of a run as JSON, to go on with another one. */
export function ContextEditor({ text, shown, before, onText, onFork, onCancel }: ContextEditorProps) {
  const id = useId();
  const read = readContext(text);
  const fork = () => {
    if (read.ok && text !== before) onFork(read.context);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    fork();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    fork();
  };
  return (
    <form
      noValidate
      aria-label="Edit the context"
      onSubmit={submit}
      onKeyDown={onKeyDown}
      className="grid gap-2"
      data-testid="context-editor"
    >
      <JsonEditor
        label="Context as JSON"
        value={text}
        shown={shown}
        onChange={onText}
        problems={read.ok ? [] : read.problems}
        invalid={!read.ok}
        describedBy={id}
        maxHeight="min(50dvh, 420px)"
      />
      <FieldNote
        id={id}
        error={read.ok ? undefined : read.message}
        hint="Holds for this run from here on, in a fork. The dry run as it is stays beside it."
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" look="primary" disabled={!read.ok || text === before}>
          <GitFork aria-hidden /> Fork with this context
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
