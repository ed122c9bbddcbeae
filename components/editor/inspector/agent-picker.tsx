"use client";
import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { type ReactNode, useId, useMemo, useState } from "react";
import { every, useTRPC } from "../../providers";
import { Badge, cx } from "../../ui";
import { useEditing } from "../context";
import { type AgentChoice, agentChoices, capabilitiesOf, toggled } from "../model/agent-choices";
import { FoldSummary } from "./fold-summary";

type AgentPickerProps = {
  readonly id: string;
  /** The way from the node to who is asked: `/body`, or nothing. */
  readonly below: string;
  readonly agent: string | undefined;
  readonly capabilities: readonly string[] | undefined;
  /** Fields for names that nobody here has: all there is while there are no agents. */
  readonly byName: ReactNode;
  /** Something is wrong with them. */
  readonly wrong: boolean;
};

/** How busy agents are changes while somebody chooses. */
const LOOK_MS = 5_000;

const HEALTH: Readonly<Record<AgentChoice["health"], string>> = {
  ready: "bg-succeeded",
  unsure: "bg-degraded",
  off: "bg-failed",
};

/** Who is asked: one agent by name, or whoever can do all of what is chosen; with how each of them is. */
export function AgentPicker({ id, below, agent, capabilities, byName, wrong }: AgentPickerProps) {
  const { store, mayEdit } = useEditing();
  const trpc = useTRPC();
  const agents = useQuery({ ...trpc.agents.list.queryOptions(), refetchInterval: every(LOOK_MS) });
  const breakers = useQuery(trpc.breakers.list.queryOptions());
  const heading = useId();
  const [open, setOpen] = useState(false);
  const all = agents.data ?? [];
  const wanted = useMemo(() => capabilities ?? [], [capabilities]);
  const choices = useMemo(
    () => agentChoices(agents.data ?? [], breakers.data ?? [], wanted),
    [agents.data, breakers.data, wanted],
  );
  if (all.length === 0) return byName;
  const unknown =
    (agent !== undefined && !all.some((one) => one.id === agent)) ||
    wanted.some((one) => !capabilitiesOf(all).includes(one));
  const change = (label: string, given: { agent?: string; capabilities?: readonly string[] }) =>
    store.do({
      label,
      operations: [
        {
          op: "setNode",
          id,
          changes: [
            { path: `${below}/agent`, ...(given.agent === undefined ? {} : { value: given.agent }) },
            {
              path: `${below}/capabilities`,
              ...(given.capabilities === undefined || given.capabilities.length === 0
                ? {}
                : { value: [...given.capabilities] }),
            },
          ],
        },
      ],
    });
  const able = choices.filter((choice) => choice.able).length;
  return (
    <section aria-labelledby={heading} className="grid min-w-0 gap-2" data-testid="agent-picker">
      <h3 id={heading} className="font-medium text-small">
        Who is asked
      </h3>
      <fieldset className="flex min-w-0 flex-wrap gap-1">
        <legend className="mb-1 text-ink-muted text-small">Whoever can do all of</legend>
        {capabilitiesOf(all).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={wanted.includes(one)}
            disabled={!mayEdit}
            onClick={() => change(`Ask ${id} for ${one}`, { capabilities: toggled(wanted, one) })}
            className={cx(
              "rounded border px-2 py-0.5 text-small hover:bg-hover disabled:opacity-60",
              wanted.includes(one) ? "border-ink bg-hover font-medium" : "border-line-card",
            )}
          >
            {one}
          </button>
        ))}
      </fieldset>
      <p className="text-ink-muted text-small">
        {agent === undefined && wanted.length > 0
          ? `${able} of ${all.length} agents can do it; which one is asked is decided when the run comes here.`
          : "Or one by name:"}
      </p>
      <ul aria-label="Agents" className="grid max-h-60 min-w-0 gap-1 overflow-y-auto">
        {choices.map((choice) => (
          <li key={choice.id}>
            <button
              type="button"
              aria-pressed={agent === choice.id}
              disabled={!mayEdit}
              onClick={() => change(`Let ${id} ask ${choice.id}`, { agent: choice.id })}
              className={cx(
                "grid w-full gap-0.5 rounded border px-2 py-1.5 text-left text-small hover:bg-hover",
                agent === choice.id ? "border-ink bg-hover" : "border-line-card",
                agent === undefined && wanted.length > 0 && !choice.able && "text-ink-muted",
              )}
            >
              <span className="flex min-w-0 items-center gap-2">
                <span aria-hidden className={cx("size-2 shrink-0 rounded-full", HEALTH[choice.health])} />
                <span className="min-w-0 grow truncate font-medium">{choice.name}</span>
                {agent === choice.id ? <Check aria-hidden className="size-3.5 shrink-0" /> : null}
              </span>
              <span className="text-ink-muted [overflow-wrap:anywhere]">{choice.words}</span>
              <span className="flex flex-wrap gap-1">
                {choice.capabilities.map((one) => (
                  <Badge key={one}>{one}</Badge>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <details
        open={open || wrong || unknown}
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        className="min-w-0"
      >
        <FoldSummary>Other names</FoldSummary>
        <div className="grid min-w-0 gap-3 pt-3">{byName}</div>
      </details>
    </section>
  );
}
