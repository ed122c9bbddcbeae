"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { fieldsOf, messageOf, useDiscardedBy, useTRPC, useTRPCClient, useWho } from "../providers";
import { Button, Input, SLUG_RULES, toast } from "../ui";
import { useEditing, useSaveState } from "./context";

/** Says that what is edited can be stored no longer, why, and the way on. A conflict is asked about in a dialog of its own. */
export function HaltBanner({ slug }: { readonly slug: string }) {
  const { status } = useSaveState();
  if (status === "gone") return <Gone slug={slug} />;
  return status === "barred" ? <Barred /> : null;
}

function Barred() {
  const { autosave } = useEditing();
  return (
    <Banner says="You may no longer edit this workflow. What you edit stays on this page only, until somebody gives you that right again.">
      <Button size="small" onClick={() => void autosave.resume()}>
        Try again
      </Button>
    </Banner>
  );
}

function Gone({ slug }: { readonly slug: string }) {
  const by = useDiscardedBy(slug);
  const me = useWho();
  const who = by === null ? "was discarded" : `was discarded by ${by.id === me ? "you" : by.name}`;
  const again = useSaveAgain(slug);
  const [other, setOther] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    again.mutate(other ?? slug, {
      onError: (error) => setOther(isTaken(error) ? nextOf(other ?? slug) : other),
    });
  };
  return (
    <Banner
      says={`This workflow ${who}. Nothing of it was published, so it is deleted: it stays on this page only until you save it again.`}
    >
      <form className="flex flex-wrap items-center gap-2" onSubmit={submit}>
        {other === null ? null : (
          <Input
            aria-label="Another slug"
            className="h-7 w-44 font-mono"
            value={other}
            {...SLUG_RULES}
            onChange={({ target }) => setOther(target.value)}
          />
        )}
        <Button type="submit" size="small" busy={again.isPending}>
          {other === null ? "Save it again" : "Save it as another"}
        </Button>
      </form>
      {again.error ? <span role="alert">{reasonOf(again.error, again.variables)}</span> : null}
    </Banner>
  );
}

/** Makes the workflow anew of what is on the canvas, and goes on in it. */
function useSaveAgain(slug: string) {
  const { store, autosave } = useEditing();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (as: string) => {
      const { graph } = store.get();
      const sent = as === slug ? graph : { ...graph, slug: as };
      return { graph, saved: await client.workflows.saveDraft.mutate({ graph: sent }) };
    },
    onSuccess: ({ graph, saved: { slug: made, draft, problems } }) => {
      toast.success(`${graph.name} is saved again`);
      if (made === slug) autosave.rebase(draft.hash, graph, problems);
      else router.push(`/workflows/${made}/edit`);
      void queries.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
    },
  });
}

function isTaken(error: unknown): boolean {
  return fieldsOf(error)["slug"] !== undefined;
}

function reasonOf(error: unknown, slug: string): string {
  return isTaken(error)
    ? `Somebody has made another workflow “${slug}” meanwhile. Choose another slug.`
    : messageOf(error);
}

/** `audit` → `audit-2` → `audit-3`, within what a slug may be long. */
function nextOf(slug: string): string {
  const [, stem = slug, number = "1"] = /^(.*?)(?:-(\d+))?$/.exec(slug) ?? [];
  const end = `-${Number(number) + 1}`;
  return `${stem.slice(0, 64 - end.length)}${end}`;
}

function Banner({ says, children }: { readonly says: string; readonly children: ReactNode }) {
  return (
    <div
      data-testid="halt"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-degraded-soft px-4 py-1.5 text-degraded-ink text-small"
    >
      <CloudOff aria-hidden className="size-3.5 shrink-0 max-sm:hidden" />
      <span role="status" className="min-w-0 max-w-[90ch] max-sm:basis-full">
        {says}
      </span>
      {children}
    </div>
  );
}
