"use client";
import type { KeyboardEvent, Ref } from "react";
import type { Problem } from "#server/engine/graph/graph";
import { Badge, cx, type Tab, TabPanel, Tabs } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { Inspector } from "../inspector/inspector";
import type { Selection } from "../model/acts";
import { isLoose } from "../model/code-text";
import type { Part } from "../model/trial/part";
import { leadToLoose } from "../palette/places-there";
import { useCodeState } from "../use-code-text";
import { CodePanel } from "./code-panel";
import { HistoryPanel } from "./history-panel";
import { ProblemsPanel } from "./problems-panel";
import { useKeptFocus } from "./use-kept-focus";

export type SideTab = "inspector" | "problems" | "history" | "code";

type SidePanelProps = {
  readonly panel: Ref<HTMLElement>;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  readonly roomy: boolean;
  /** Leads the keyboard back to what is chosen. */
  readonly onLeave: () => void;
  readonly onShow: (problem: Pick<Problem, "path">) => Partial<Selection>;
  readonly onRun: (part: Part) => void;
};

/** What belongs to what is chosen, and to the graph as a whole. */
export function SidePanel({ panel, tab, onTab, roomy, onLeave, onShow, onRun }: SidePanelProps) {
  const onPress = useKeptFocus(onLeave);
  const { problems } = useEditing();
  const { history } = useEditorState();
  const loose = isLoose(useCodeState());
  const errors = problems.filter(({ level }) => level === "error").length;
  const tabs: readonly Tab[] = [
    { value: "inspector", label: "Inspector" },
    {
      value: "problems",
      label: "Problems",
      mark:
        problems.length > 0 ? (
          <Badge className={errors > 0 ? "text-failed-ink" : "text-degraded-ink"}>{problems.length}</Badge>
        ) : null,
    },
    {
      value: "history",
      label: "History",
      mark: history.past.length > 0 ? <Badge>{history.past.length}</Badge> : null,
    },
    {
      value: "code",
      label: "Code",
      mark: loose ? <Badge className="text-failed-ink">not on the canvas</Badge> : null,
    },
  ];
  const toField = (key: string) => {
    onTab("inspector");
    // After the keyboard was kept in the panel, which knows of no field in particular.
    requestAnimationFrame(() => requestAnimationFrame(() => leadToLoose(key)));
  };
  // What opens over the page, such as a list, closes by itself and is no part of the panel.
  const onKey = (event: KeyboardEvent) => {
    const inside = event.currentTarget.contains(event.target as Element);
    if (event.key === "Escape" && inside && !event.defaultPrevented) onLeave();
  };
  return (
    <aside
      ref={panel}
      aria-label="Details"
      data-pane="details"
      onClickCapture={onPress}
      onKeyDown={onKey}
      className={cx(
        "flex min-h-0 shrink-0 flex-col border-l",
        roomy
          ? tab === "code"
            ? "w-[560px] max-w-[50vw]"
            : "w-[380px] max-w-[45vw]"
          : "h-[40dvh] border-t border-l-0",
      )}
    >
      <Tabs label="Details" tabs={tabs} value={tab} onChange={(value) => onTab(value as SideTab)}>
        <TabPanel value="inspector">
          <Inspector onRun={onRun} />
        </TabPanel>
        <TabPanel value="problems">
          <ProblemsPanel onShow={onShow} onField={toField} />
        </TabPanel>
        <TabPanel value="history">
          <HistoryPanel />
        </TabPanel>
        <TabPanel value="code">
          <CodePanel />
        </TabPanel>
      </Tabs>
    </aside>
  );
}
