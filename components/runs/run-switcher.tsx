"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../providers";
import { CrumbSwitcher } from "../shell";
import { Age, StatusGlyph } from "../ui";

const SHOWN = 12;

/** Beside the name of a run: the last ones of the same workflow. */
export function RunSwitcher({ treeId, slug }: { readonly treeId: string; readonly slug: string }) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const list = useQuery({ ...trpc.runs.list.queryOptions({ slug, limit: SHOWN }), enabled: asked });
  const siblings = list.data?.data.map((run) => ({
    href: `/runs/${run.id}`,
    label: run.label ?? run.id.slice(-12),
    hint: (
      <>
        <StatusGlyph status={run.status} />
        <Age at={run.startedAt ?? run.createdAt} className="text-ink-faint text-small" />
      </>
    ),
    here: run.id === treeId,
  }));
  return (
    <CrumbSwitcher
      label="Go to another run of this workflow"
      siblings={siblings ?? null}
      onOpenChange={(open) => open && setAsked(true)}
    />
  );
}
