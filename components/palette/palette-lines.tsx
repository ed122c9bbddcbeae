"use client";
import { Command } from "cmdk";
import { Play, TriangleAlert, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import type { RootSummary, WorkflowSummary } from "#server/services/types";
import { KeyCaps } from "../keys";
import { Age, STATUS_WORD, StatusGlyph } from "../ui";
import type { Section } from "./model/order";

const GROUP =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-micro";

type LineProps = {
  readonly value: string;
  readonly words?: readonly string[] | undefined;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly trailing?: ReactNode;
  /** Shown whatever is typed: somebody else has searched. */
  readonly always?: boolean;
};

function Line({ value, words = [], icon, onSelect, children, trailing, always = false }: LineProps) {
  return (
    <Command.Item
      value={value}
      keywords={[...words]}
      onSelect={onSelect}
      forceMount={always}
      className="flex h-9 cursor-default items-center gap-2.5 rounded px-2 text-ink aria-selected:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
    >
      <span className="flex size-4 shrink-0 items-center justify-center text-ink-muted">{icon}</span>
      <span className="min-w-0 grow truncate">{children}</span>
      {trailing}
    </Command.Item>
  );
}

type CommandLinesProps = {
  readonly section: Section;
  readonly choose: (action: () => void) => void;
};

export function CommandLines({ section, choose }: CommandLinesProps) {
  return (
    <Command.Group heading={section.heading} className={GROUP}>
      {section.commands.map((command) => (
        <Line
          key={command.id}
          value={`${command.title} ${command.id}`}
          words={command.words}
          icon={command.icon}
          onSelect={() => choose(() => command.run())}
          trailing={<KeyCaps id={command.id} first />}
        >
          {command.title}
        </Line>
      ))}
    </Command.Group>
  );
}

type WorkflowLinesProps = {
  readonly workflows: readonly WorkflowSummary[];
  /** Whether a line starts a run of each. */
  readonly startable: boolean;
  readonly onOpen: (slug: string) => void;
  readonly onStart: (slug: string) => void;
};

export function WorkflowLines({ workflows, startable, onOpen, onStart }: WorkflowLinesProps) {
  if (workflows.length === 0) return null;
  return (
    <Command.Group heading="Workflows" className={GROUP}>
      {workflows.map(({ slug, name }) => (
        <Line
          key={slug}
          value={`open ${name} ${slug}`}
          words={["workflow"]}
          icon={<Waypoints aria-hidden />}
          onSelect={() => onOpen(slug)}
          trailing={<span className="font-mono text-ink-faint text-small max-sm:hidden">{slug}</span>}
        >
          {name}
        </Line>
      ))}
      {(startable ? workflows.filter(({ revision }) => revision > 0) : []).map(({ slug, name }) => (
        <Line
          key={slug}
          value={`start run of ${name} ${slug}`}
          words={["new", "run", "launch"]}
          icon={<Play aria-hidden />}
          onSelect={() => onStart(slug)}
        >
          Start run of {name}
        </Line>
      ))}
    </Command.Group>
  );
}

type RunLinesProps = {
  readonly runs: readonly RootSummary[];
  /** The server found these for what was typed. */
  readonly searched: boolean;
  readonly onOpen: (id: string) => void;
};

export function RunLines({ runs, searched, onOpen }: RunLinesProps) {
  if (runs.length === 0) return null;
  return (
    <Command.Group heading={searched ? "Runs" : "Recent runs"} className={GROUP}>
      {runs.map((run) => (
        <Line
          key={run.id}
          value={`run ${run.label ?? ""} ${run.workflow} ${run.id} ${STATUS_WORD[run.status]}`}
          icon={<StatusGlyph status={run.status} />}
          onSelect={() => onOpen(run.id)}
          always={searched}
          trailing={
            <span className="flex shrink-0 items-center gap-3 text-ink-faint text-small">
              <span>{STATUS_WORD[run.status]}</span>
              <Age at={run.startedAt ?? run.createdAt} />
            </span>
          }
        >
          {run.label ?? run.workflow}{" "}
          <span className="font-mono text-ink-faint text-small">{run.id.slice(-12)}</span>
        </Line>
      ))}
    </Command.Group>
  );
}

export function Failure({ message }: { readonly message: string }) {
  return (
    <p
      role="status"
      className="flex shrink-0 items-center gap-2 border-t bg-failed-soft px-4 py-2 text-failed-ink text-small"
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      Workflows and runs may be missing here. {message}
    </p>
  );
}
