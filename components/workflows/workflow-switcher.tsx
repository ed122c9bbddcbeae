"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../providers";
import { CrumbSwitcher } from "../shell";

/** Beside the name of a workflow: the others. */
export function WorkflowSwitcher({ slug }: { readonly slug: string }) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const list = useQuery({ ...trpc.workflows.list.queryOptions(), enabled: asked });
  const siblings = list.data?.map((workflow) => ({
    href: `/workflows/${workflow.slug}`,
    label: workflow.name,
    here: workflow.slug === slug,
  }));
  return (
    <CrumbSwitcher
      label="Go to another workflow"
      siblings={siblings ?? null}
      onOpenChange={(open) => open && setAsked(true)}
    />
  );
}
