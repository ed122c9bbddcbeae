"use client";
import { type FormEvent, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { Button, Dialog, FormField, Textarea } from "../ui";
import { readOutput } from "./model/output-text";

type MarkDoneProps = {
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly busy: boolean;
  /** What the server said against it. */
  readonly error: string | undefined;
  readonly onDone: (output: Json) => void;
};

/** Asks for the output that the place would have had. */
export function MarkDone({ name, open, onOpenChange, busy, error, onDone }: MarkDoneProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Mark ${name} as done`}
      description="The run goes on as if the work had given this output."
    >
      <OutputForm busy={busy} error={error} onDone={onDone} />
    </Dialog>
  );
}

function OutputForm({ busy, error, onDone }: Pick<MarkDoneProps, "busy" | "error" | "onDone">) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readOutput(text);
    setProblem(read.ok ? undefined : read.problem);
    if (read.ok) onDone(read.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="px-4 py-3">
        <FormField label="Output" hint="JSON; empty is null." error={problem ?? error}>
          {(wiring) => (
            <Textarea
              {...wiring}
              className="font-mono"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
      </div>
      <footer className="flex justify-end gap-2 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <Button type="submit" look="primary" busy={busy}>
          Mark done
        </Button>
      </footer>
    </form>
  );
}
