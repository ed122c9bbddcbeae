import { Repeat, Route, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { calleeName, readCallee } from "#server/engine/graph/callee";
import type { CallGraph } from "#server/services/types";
import { Badge, Button, changeAddress, Link } from "../ui";
import { cyclePath, printPath } from "./model/call-path";
import { callersIn, type Missing, pinWords, titlesIn, whyMissing } from "./model/callers";
import { guardText, limitTexts } from "./model/guard-text";

type CallListProps = {
  readonly calls: CallGraph;
  /** Workflows that call nothing and are called by none. */
  readonly alone: CallGraph["workflows"];
  /** The way that is drawn, as it stands in the address. */
  readonly path: string;
};

/** The same in words: cycles with what ends them, then who calls whom. */
export function CallList({ calls, alone, path }: CallListProps) {
  const { cycles } = calls;
  const calling = callersIn(calls).filter((one) => one.calls.length > 0);
  const names = titlesIn(calls);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5" data-testid="call-list">
      <Part title="Cycles">
        {cycles.length === 0 ? <p className="text-ink-muted">No workflow comes back to itself.</p> : null}
        <ul className="grid gap-2 md:grid-cols-[repeat(auto-fill,minmax(24rem,1fr))]">
          {cycles.map((cycle) => (
            <Cycle key={cycle.slugs.join()} cycle={cycle} names={names} calls={calls} path={path} />
          ))}
        </ul>
      </Part>
      <Part title="Calls">
        {calling.length === 0 ? <p className="text-ink-muted">No workflow calls another.</p> : null}
        <ul className="grid gap-1">
          {calling.map(({ name, pinned, calls: called }) => (
            <li key={name} className="[overflow-wrap:anywhere]">
              <Called name={name} names={names} />{" "}
              {pinned ? <span className="text-ink-muted">({pinWords(pinned)}) </span> : null}
              <span className="text-ink-muted">calls</span>{" "}
              {called.map((call, at) => (
                <span key={calleeName(call)}>
                  {at > 0 ? ", " : ""}
                  {calleeName(call) === name ? "itself" : <Called name={calleeName(call)} names={names} />}{" "}
                  <span className="text-ink-muted">in {call.nodes.join(", ")}</span>
                </span>
              ))}
            </li>
          ))}
        </ul>
      </Part>
      <MissingPart why="not published" calls={calls} />
      <MissingPart why="no such revision" calls={calls} />
      {alone.length > 0 ? (
        <Part title="Neither call nor are called">
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {alone.map(({ slug, name }) => (
              <li key={slug} className="min-w-0 [overflow-wrap:anywhere]">
                <To slug={slug} name={name} />
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </div>
  );
}

function MissingPart({ why, calls }: { readonly why: Missing; readonly calls: CallGraph }) {
  const names = calls.missing.filter((name) => whyMissing(name, calls) === why);
  if (names.length === 0) return null;
  return (
    <Part title={`Called, and ${why}`}>
      <p className="font-mono">{names.join(", ")}</p>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-1.5 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function To({ slug, name }: { readonly slug: string; readonly name: string }) {
  return (
    <Link href={`/workflows/${slug}`} className="font-medium text-accent-ink hover:underline">
      {name}
    </Link>
  );
}

type Names = ReadonlyMap<string, string>;

function Called({ name, names }: { readonly name: string; readonly names: Names }) {
  const title = names.get(name);
  if (title === undefined) return <span className="font-mono">{name}</span>;
  return <To slug={readCallee(name).workflow} name={title} />;
}

type CycleProps = Pick<CallListProps, "calls" | "path"> & {
  readonly cycle: CallGraph["cycles"][number];
  readonly names: Names;
};

function Cycle({ cycle, names, calls, path }: CycleProps) {
  const { slugs, guards, endless } = cycle;
  const [only = ""] = slugs;
  return (
    <li className="grid min-w-0 content-start gap-1 rounded border p-3 text-small" data-testid="call-cycle">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ui [overflow-wrap:anywhere]">
        <span>
          {slugs.map((slug, at) => (
            <span key={slug}>
              {at > 0 ? <span className="text-ink-muted"> and </span> : null}
              <Called name={slug} names={names} />
            </span>
          ))}{" "}
          {slugs.length === 1 ? "calls itself" : "call each other"}
        </span>
        {endless ? (
          <Badge tone="degraded">
            <TriangleAlert aria-hidden /> No guard
          </Badge>
        ) : (
          <Badge>
            <Repeat aria-hidden /> Guarded
          </Badge>
        )}
        <ShowWay way={printPath(cyclePath(cycle, calls))} path={path} />
      </div>
      {endless ? (
        <p className="text-degraded-ink">
          Every run starts another one: no condition ends it, and it fails at a limit. Put the call behind a
          decision, in a map, or give it a key.
        </p>
      ) : (
        <>
          <p className="text-ink-muted">It ends by:</p>
          <ul className="grid list-disc gap-0.5 pl-5">
            {guards.map((guard) => (
              <li
                key={`${guard.workflow} ${guard.node} ${guard.by} ${guard.text}`}
                className="[overflow-wrap:anywhere]"
              >
                {guardText(guard)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="text-ink-muted">
        At the latest by, when started from {slugs.length === 1 ? only : "each"}:
      </p>
      <ul className="grid list-disc gap-0.5 pl-5">
        {limitTexts(cycle).map((text) => (
          <li key={text} className="[overflow-wrap:anywhere]">
            {text}
          </li>
        ))}
      </ul>
    </li>
  );
}

function ShowWay({ way, path }: { readonly way: string; readonly path: string }) {
  const shown = way === path;
  return (
    <Button
      size="small"
      look="quiet"
      aria-pressed={shown}
      className="ml-auto aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
      onClick={() => changeAddress({ path: shown ? null : way })}
    >
      <Route aria-hidden /> Draw its way
    </Button>
  );
}
