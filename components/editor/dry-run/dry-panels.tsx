"use client";
import { useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { LedgerBar } from "../../inspector";
import { textOf, useCommands } from "../../keys";
import { TreePane, type useTreeScreen } from "../../tree";
import { cx, formatDuration, Moment, type Tab, TabPanel, Tabs } from "../../ui";
import { contextText } from "../model/trial/context-text";
import type { Look, Shown } from "../model/trial/messages";
import { ContextPanel, editableStop, hasContext, type Led, type Typing } from "./context-panel";
import { NodePanel } from "./node-panel";
import type { DryRunning } from "./use-dry-run";

type DryPanelsProps = {
  readonly dry: DryRunning;
  readonly shown: Shown;
  readonly graph: Graph;
  readonly screen: ReturnType<typeof useTreeScreen>;
  readonly draft: string;
};

const TABS: readonly Tab[] = [
  { value: "tree", label: "Tree" },
  { value: "node", label: "Node" },
  { value: "ledger", label: "Ledger" },
  { value: "context", label: "Context" },
  { value: "log", label: "What happened" },
];
const NO_MENU = { items: [], onOpen: () => undefined };

/** What there is to see of a dry run beside its graph. */
export function DryPanels({ dry, shown, graph, screen, draft }: DryPanelsProps) {
  const [tab, setTab] = useState("tree");
  const [typing, setTyping] = useState<Typing>(null);
  const [led, setLed] = useState<Led>(undefined);
  const { look, log, moment } = shown;
  const showStop = () => {
    if (moment.stop) screen.goTo(moment.stop.run);
  };
  const show = (next: string) => {
    setLed(undefined);
    setTab(next);
  };
  const edit = () => {
    const stop = editableStop(shown);
    setTab("context");
    setLed({ focused: true });
    if (stop === null) showStop();
    else if (hasContext(shown) && typing?.stop !== stop) setTyping({ stop, text: contextText(look.entries) });
  };
  useCommands([{ id: "dry.edit", title: textOf("dry.edit"), section: "Dry run", run: edit }]);
  return (
    <aside
      aria-label="Details of the dry run"
      className="flex min-h-0 w-[420px] max-w-[50vw] shrink-0 flex-col border-l max-md:h-[50dvh] max-md:w-full max-md:max-w-none max-md:border-t max-md:border-l-0"
    >
      <Tabs label="Details of the dry run" tabs={TABS} value={tab} onChange={show}>
        {tab === "tree" ? (
          <div className="flex min-h-0 grow flex-col">
            <Moment value={moment.at}>
              <TreePane store={dry.store} screen={screen} live={false} menu={NO_MENU} />
            </Moment>
          </div>
        ) : null}
        <TabPanel value="node">
          <NodePanel look={look} graph={graph} draft={draft} />
        </TabPanel>
        <TabPanel value="ledger">
          <Ledger look={look} />
        </TabPanel>
        <TabPanel value="context">
          <ContextPanel
            dry={dry}
            shown={shown}
            typing={typing}
            onTyping={setTyping}
            led={led}
            onStop={showStop}
          />
        </TabPanel>
        <TabPanel value="log">
          <Log shown={shown} lines={log} />
        </TabPanel>
      </Tabs>
    </aside>
  );
}

function Ledger({ look }: { readonly look: Look }) {
  return (
    <div className="grid grid-cols-1 gap-5" data-testid="dry-ledger">
      {look.accounts.map(({ run, lines }) => (
        <section key={run} className="grid gap-3">
          <h3 className="font-medium text-ink-muted text-small">
            {run === 0 ? "The whole tree" : `Branch of run #${run}`}
          </h3>
          {lines.map(({ dimension, spent, reserved, limit }) => (
            <LedgerBar key={dimension} counted={dimension} spent={spent} held={reserved} limit={limit} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Log({ shown, lines }: { readonly shown: Shown; readonly lines: Shown["log"] }) {
  return (
    <ol className="grid gap-0.5 font-mono text-micro" reversed aria-label="What happened, the latest first">
      {lines.toReversed().map(({ seq, at, run, node, type, words }) => (
        <li
          key={seq}
          className={cx("grid grid-cols-[4.5rem_1fr] gap-2", run === shown.look.run ? "" : "text-ink-muted")}
        >
          <span className="text-right">{formatDuration(at)}</span>
          <span className="[overflow-wrap:anywhere]">
            {type} {run === null ? "" : `#${run}`} {node ?? ""} {words}
          </span>
        </li>
      ))}
    </ol>
  );
}
