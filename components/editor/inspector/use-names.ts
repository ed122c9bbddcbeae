"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../providers";
import type { Option } from "../../ui";
import { useEditorState } from "../context";

/** What there is to be called by a node: tasks of this server, or workflows that are published. */
export function useNames(of: "task" | "workflow"): readonly Option[] {
  const trpc = useTRPC();
  const { graph } = useEditorState();
  const tasks = useQuery({ ...trpc.workflows.tasks.queryOptions(), enabled: of === "task" });
  const calls = useQuery({ ...trpc.workflows.calls.queryOptions(), enabled: of === "workflow" });
  if (of === "task") return (tasks.data ?? []).map(({ name }) => ({ value: name, label: name }));
  const others = (calls.data?.workflows ?? []).filter(({ slug }) => slug !== graph.slug);
  return [
    { value: "self", label: "This workflow itself" },
    ...others.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
}
