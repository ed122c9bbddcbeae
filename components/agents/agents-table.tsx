"use client";
import type { AgentHealth } from "#server/services/types-agents";
import {
  Badge,
  changeAddress,
  cx,
  EmptyState,
  formatCost,
  formatCount,
  formatDuration,
  Table,
  Td,
  Th,
  Tr,
} from "../ui";
import { BreakerMenu } from "./breaker-menu";
import { BreakerState } from "./breaker-state";

type Row = AgentHealth["agents"][number];

export function AgentsTable({ agents }: { readonly agents: readonly Row[] }) {
  if (agents.length === 0)
    return (
      <EmptyState title="No agent is registered">
        An admin registers one with <code className="font-mono">POST /api/v1/agents</code>: a language model,
        an HTTP endpoint or a task.
      </EmptyState>
    );
  return (
    <div className="overflow-x-auto">
      <Table>
        <thead>
          <tr>
            <Th>Agent</Th>
            <Th className="max-sm:hidden">Breaker</Th>
            <Th className="max-lg:hidden">Can</Th>
            <Th align="right" className="max-md:hidden">
              Calls, 24 h
            </Th>
            <Th align="right" className="max-md:hidden">
              Failed
            </Th>
            <Th align="right" className="max-md:hidden">
              p95
            </Th>
            <Th align="right" className="max-lg:hidden">
              Cost
            </Th>
            <Th align="right" className="max-sm:hidden">
              Used by
            </Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.id} agent={agent} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function AgentRow({ agent }: { readonly agent: Row }) {
  const { name, enabled, capabilities, breaker, uses, recent } = agent;
  const share = recent.calls === 0 ? null : recent.failed / recent.calls;
  return (
    <Tr data-testid="agent-row" className={cx(!enabled && "opacity-60")}>
      <Td className="whitespace-normal py-1.5">
        <button
          type="button"
          onClick={() => changeAddress({ breaker: breaker.id })}
          className="block text-left font-medium text-ui outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {name}
        </button>
        <span className="block max-w-52 truncate text-ink-faint">{enabled ? whatOf(agent) : "disabled"}</span>
        <span className="mt-1 block sm:hidden">
          <BreakerState breaker={breaker} />
        </span>
      </Td>
      <Td className="whitespace-normal py-1.5 max-sm:hidden">
        <BreakerState breaker={breaker} />
      </Td>
      <Td className="max-w-64 whitespace-normal py-1.5 max-lg:hidden">
        <span className="flex flex-wrap gap-1">
          {capabilities.map((word) => (
            <Badge key={word}>{word}</Badge>
          ))}
        </span>
      </Td>
      <Td align="right" className="font-mono max-md:hidden">
        {formatCount(recent.calls)}
      </Td>
      <Td
        align="right"
        className={cx("font-mono max-md:hidden", share ? "text-failed-ink" : "text-ink-faint")}
      >
        {share === null ? "–" : `${Number((share * 100).toPrecision(2))} %`}
      </Td>
      <Td align="right" className="font-mono max-md:hidden">
        {recent.p95Ms === null ? "–" : formatDuration(recent.p95Ms)}
      </Td>
      <Td align="right" className="font-mono max-lg:hidden">
        {recent.costUsd === 0 ? "–" : formatCost(recent.costUsd)}
      </Td>
      <Td align="right" className="max-sm:hidden">
        {uses.length === 0 ? (
          <span className="text-ink-faint">nobody</span>
        ) : (
          `${uses.length} ${uses.length === 1 ? "node" : "nodes"}`
        )}
      </Td>
      <Td className="relative z-10 w-10 pl-0 text-right">
        <BreakerMenu breaker={breaker} name={name} />
      </Td>
    </Tr>
  );
}

export function whatOf({ kind, provider, model, url, task }: Row): string {
  if (kind === "llm") return `${provider} · ${model}`;
  return kind === "http" ? `HTTP · ${url}` : `Task · ${task}`;
}
