"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Problem } from "#server/engine/graph/graph";
import { useTRPC } from "../../providers";
import { OF_AGENTS } from "../model/fixes";
import type { KnownAgents } from "../model/fixes-agents";

/** Agents that could be asked instead, where a problem is about who is asked. */
export function useKnownAgents(problems: readonly Problem[]): KnownAgents {
  const trpc = useTRPC();
  const enabled = problems.some(({ code }) => OF_AGENTS.includes(code));
  const { data: agents } = useQuery({ ...trpc.agents.list.queryOptions(), enabled });
  const { data: breakers } = useQuery({ ...trpc.breakers.list.queryOptions(), enabled });
  return useMemo(() => ({ agents: agents ?? [], breakers: breakers ?? [] }), [agents, breakers]);
}
