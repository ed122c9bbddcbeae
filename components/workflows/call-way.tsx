import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { readCallee } from "#server/engine/graph/callee";
import type { CallGraph } from "#server/services/types";
import { Button, changeAddress, Link } from "../ui";
import { pathHref, type Stands, type ToldStep } from "./model/call-path";
import { titlesIn } from "./model/callers";

type CallWayProps = { readonly way: readonly ToldStep[]; readonly calls: CallGraph };

/** The way that is drawn, in words: which call follows which, and what may end it, or where a guard is missing. */
export function CallWay({ way, calls }: CallWayProps) {
  const names = titlesIn(calls);
  const endless = way.every(({ state }) => state === "unguarded");
  const drafted = way.some(({ nodes }) => nodes.length > 0);
  return (
    <Frame title={endless ? "Runs would start runs without end" : "How it comes back to itself"}>
      {drafted ? <p className="text-ink-muted">As the draft has it, over what is published.</p> : null}
      <ol className="grid gap-1.5">
        {way.map((step) => (
          <Step key={step.number} step={step} names={names} />
        ))}
      </ol>
      <p className="text-ink-muted">
        {endless
          ? "Let one of these calls depend on a condition or a decision, stand in a map, or carry a “once” key."
          : "Where no guard holds it back, only limits do."}
      </p>
    </Frame>
  );
}

/** In place of a way that the draft has left since it was drawn. */
export function WayGone({ stands }: { readonly stands: Exclude<Stands, { as: "drawn" }> }) {
  return (
    <Frame title="The draft no longer goes this way">
      {stands.as === "gone" ? (
        <p>It was changed since the way was drawn, and no longer starts runs without end.</p>
      ) : (
        <p>
          It was changed since the way was drawn, and starts runs without end on another one.{" "}
          <Link
            href={pathHref(stands.path)}
            className="whitespace-nowrap rounded-sm text-accent-ink hover:underline"
          >
            Draw it as it is now
          </Link>
        </p>
      )}
    </Frame>
  );
}

function Frame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-labelledby="call-way"
      className="grid gap-2 rounded border border-ink bg-panel p-3 text-small"
      data-testid="call-way"
    >
      <div className="flex items-center gap-2">
        <h2 id="call-way" className="grow font-semibold text-ui">
          {title}
        </h2>
        <Button size="small" look="quiet" onClick={() => changeAddress({ path: null })}>
          <X aria-hidden /> Hide the way
        </Button>
      </div>
      {children}
    </section>
  );
}

type Names = ReadonlyMap<string, string>;

function Step({ step, names }: { readonly step: ToldStep; readonly names: Names }) {
  const { number, workflow, nodes, calls, published } = step;
  return (
    <li className="flex min-w-0 gap-2 [overflow-wrap:anywhere]">
      <span aria-hidden className="w-4 shrink-0 text-right font-medium tabular-nums">
        {number}
      </span>
      <span className="grid gap-0.5">
        <span>
          <Named name={workflow} names={names} /> <span className="text-ink-muted">calls</span>{" "}
          {calls === workflow ? "itself" : <Named name={calls} names={names} />}
          {nodes.length > 0 ? (
            <>
              {" "}
              <span className="text-ink-muted">by</span>{" "}
              <span className="font-mono">{nodes.join(" → ")}</span>
            </>
          ) : null}
          {published ? null : <span className="text-ink-muted">, not in what is published</span>}
        </span>
        <Guarded step={step} />
      </span>
    </li>
  );
}

function Guarded({ step: { state, guards, at } }: { readonly step: ToldStep }) {
  if (state === "guarded") return <span className="text-accent-ink">Guard: {guards.join("; ")}</span>;
  if (state === "apart") return <span className="text-ink-muted">On no cycle of what is published</span>;
  if (state === "goesOn") return <span className="text-ink-muted">Its runs go on in any case</span>;
  return (
    <>
      <span className="flex items-center gap-1 text-degraded-ink">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
        <span>
          No guard before <span className="font-mono">{at.join(", ")}</span>
        </span>
      </span>
      {guards.length > 0 ? (
        <span className="text-accent-ink">What is published has one: {guards.join("; ")}</span>
      ) : null}
    </>
  );
}

function Named({ name, names }: { readonly name: string; readonly names: Names }) {
  const title = names.get(name);
  if (title === undefined) return <span className="font-mono">{name}</span>;
  return (
    <Link
      href={`/workflows/${readCallee(name).workflow}`}
      className="font-medium text-accent-ink hover:underline"
    >
      {title}
    </Link>
  );
}
