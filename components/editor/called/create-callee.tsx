"use client";
import { useMutation } from "@tanstack/react-query";
import { FilePlus } from "lucide-react";
import { useRouter } from "next/navigation";
import type { Graph } from "#server/engine/graph/graph";
import { messageOf, statusOf, useMay, useTRPCClient } from "../../providers";
import { Button, toast } from "../../ui";
import { newCallee } from "../model/new-callee";

type CreateCalleeProps = {
  readonly slug: string;
  readonly caller: Graph;
  readonly look?: "quiet" | "primary";
};

/** Makes a draft of what a node calls and nobody has published, and opens it; where there is one, opens that. */
export function CreateCallee({ slug, caller, look = "quiet" }: CreateCalleeProps) {
  const client = useTRPCClient();
  const router = useRouter();
  const may = useMay("workflow.saveDraft");
  const create = useMutation({
    mutationFn: async () => {
      const known = await client.workflows.get.query({ slug }).catch((error: unknown) => {
        if (statusOf(error) === 404) return null;
        throw error;
      });
      if (!known) await client.workflows.saveDraft.mutate({ graph: newCallee(caller, slug) });
    },
    onSuccess: () => router.push(`/workflows/${slug}/edit`),
    onError: (error) => toast.error(`${slug} could not be created`, { description: messageOf(error) }),
  });
  if (!may) return null;
  return (
    <Button size="small" look={look} busy={create.isPending} onClick={() => create.mutate()}>
      {create.isPending ? null : <FilePlus aria-hidden />} Create {slug}
    </Button>
  );
}
