"use client";
import "../ui/no-eval";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { readImport } from "#server/engine/import/read-import";
import { fieldsOf, messageOf, useMay, useTRPCClient } from "../providers";
import { Button, FormField, Input, SlugField, Textarea, toast } from "../ui";
import { ImportReport } from "./import-report";

/** A file or its text, what would become of it, and under which name. */
export function ImportForm() {
  const [text, setText] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  const read = useMemo(() => (text.trim() === "" ? null : readImport(text)), [text]);
  const client = useTRPCClient();
  const mayPin = useMay("workflow.pin");
  const router = useRouter();
  const made = read?.ok ? read : null;
  const chosen = slug ?? made?.graph.slug ?? "";
  const create = useMutation({
    mutationFn: async () => {
      const saved = await client.workflows.saveDraft.mutate({ graph: { ...made?.graph, slug: chosen } });
      // The draft is there by now: what cannot be pinned keeps nobody from it.
      if (made?.pins && mayPin)
        await client.workflows.pin
          .mutate({ slug: saved.slug, pins: { ...made.pins } as never })
          .catch(notPinned);
      return saved;
    },
    onSuccess: ({ slug: saved }) => router.push(`/workflows/${saved}/edit`),
  });
  const take = (next: string) => {
    setText(next);
    setSlug(null);
    create.reset();
  };
  return (
    <form
      className="grid min-h-0 gap-4 overflow-y-auto p-4"
      data-testid="import-form"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <FormField label="File" hint="It is read here, in the browser.">
        {(wiring) => (
          <Input
            {...wiring}
            type="file"
            accept=".json,.yaml,.yml,.mmd,.mermaid,.md,.txt"
            className="h-auto py-1"
            onChange={({ target }) => void target.files?.[0]?.text().then(take)}
          />
        )}
      </FormField>
      <FormField label="Or its text">
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={5}
            spellCheck={false}
            className="font-mono text-small"
            value={text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}
            readOnly={text.length > MOST_SHOWN}
            onChange={({ target }) => take(target.value)}
          />
        )}
      </FormField>
      {read && !read.ok ? (
        <p role="alert" className="text-failed-ink [overflow-wrap:anywhere]">
          <span className="font-mono">{read.place}</span>: {read.message}
        </p>
      ) : null}
      {made ? (
        <>
          <ImportReport imported={made} />
          <SlugField
            value={chosen}
            error={create.error ? fieldsOf(create.error)["slug"] : undefined}
            onChange={setSlug}
          />
        </>
      ) : null}
      {create.error ? (
        <p role="alert" className="text-failed-ink [overflow-wrap:anywhere]">
          {messageOf(create.error)}
        </p>
      ) : null}
      <div className="sticky -bottom-4 -mx-4 -mb-4 flex justify-end border-t bg-raised px-4 py-3">
        <Button type="submit" look="primary" busy={create.isPending} disabled={!made || chosen === ""}>
          Make a draft of it
        </Button>
      </div>
    </form>
  );
}

/** A text field of megabytes would be slow, and nobody reads it there. */
const MOST_SHOWN = 100_000;

function notPinned(error: unknown): void {
  toast.error("Nothing is pinned", { description: messageOf(error) });
}
