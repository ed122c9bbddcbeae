"use client";
import { Ban, Copy, MoreHorizontal, RotateCw } from "lucide-react";
import { useState } from "react";
import {
  Button,
  Confirm,
  ContextMenu,
  Dialog,
  Drawer,
  KeyValues,
  Menu,
  Popover,
  Sheet,
  Status,
  TabPanel,
  Tabs,
  Tooltip,
  toast,
} from "@/components/ui";
import { Panes } from "@/components/ui/panes";
import { Section, Show } from "./frame";

const nothing = () => undefined;
const ITEMS = [
  { label: "Copy link", icon: <Copy aria-hidden />, keys: ["y"], onSelect: nothing },
  { label: "Run again", icon: <RotateCw aria-hidden />, keys: ["r"], onSelect: nothing },
  { label: "Compare with…", onSelect: nothing, disabled: true, note: "there is no other run" },
  "-",
  { group: "Columns", items: [{ label: "Depth", checked: true, onSelect: nothing }] },
  "-",
  { label: "Cancel run", icon: <Ban aria-hidden />, keys: ["c"], danger: true, onSelect: nothing },
] as const;

export function Floating(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Show title="Menu, context menu, popover, tooltip, toast" row>
        <Menu
          trigger={
            <Button>
              <MoreHorizontal aria-hidden /> Actions
            </Button>
          }
          items={ITEMS}
        />
        <ContextMenu items={ITEMS}>
          <span className="inline-flex h-control items-center rounded border border-dashed px-3 text-ink-muted">
            Right-click here
          </span>
        </ContextMenu>
        <Popover trigger={<Button>Share</Button>} title="Share this view">
          <p className="text-ink-muted text-small">Whoever opens the link sees the same rows.</p>
        </Popover>
        <Tooltip text="Nothing was heard for more than 5 seconds.">
          <Button look="quiet">Stale</Button>
        </Tooltip>
        <Button
          onClick={() => toast.success("3 runs cancelled", { action: { label: "Show", onClick: nothing } })}
        >
          Toast
        </Button>
        <Button
          onClick={() => toast.error("Nothing changed", { description: "The tree had ended already." })}
        >
          Failed toast
        </Button>
      </Show>
      <Overlays />
      <TabsShown />
      <Show title="Resizable panes">
        <div className="flex h-44 overflow-hidden rounded border">
          <Panes
            id="banyan-parts"
            panes={[
              { id: "parts-left", minSize: "20%", children: <p className="p-pad text-ink-muted">Tree</p> },
              {
                id: "parts-right",
                minSize: "20%",
                children: <p className="p-pad text-ink-muted">Inspector</p>,
              },
            ]}
          />
        </div>
      </Show>
    </Section>
  );
}

function Overlays() {
  const [open, setOpen] = useState<"dialog" | "confirm" | "drawer" | "sheet" | null>(null);
  const shown = (name: typeof open) => ({
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  return (
    <Show title="Dialog, confirm, drawer, sheet" row>
      <Button onClick={() => setOpen("dialog")}>Dialog</Button>
      <Button onClick={() => setOpen("confirm")}>Confirm</Button>
      <Button onClick={() => setOpen("drawer")}>Drawer</Button>
      <Button onClick={() => setOpen("sheet")}>Sheet</Button>
      <Dialog {...shown("dialog")} title="Start Dependency audit" description="dependency-audit, revision 4">
        <p className="p-4 text-ink-muted">Fields stand here.</p>
      </Dialog>
      <Confirm
        {...shown("confirm")}
        title="Cancel 3 runs?"
        verb="Cancel 3 runs"
        keep="Keep running"
        busy={false}
        onConfirm={() => setOpen(null)}
      >
        This stops <strong className="font-medium text-ink">214 runs</strong> in three trees. What has ended
        keeps its result.
      </Confirm>
      <Drawer
        {...shown("drawer")}
        title="solve#7"
        description="root › plan#2 › solve#7"
        footer={<Button look="primary">Run from here</Button>}
      >
        <KeyValues
          items={[
            { key: "Status", value: <Status status="failed" /> },
            { key: "Depth", value: <span className="font-mono">4/10</span> },
            { key: "Run", value: <code className="font-mono">01993ab2</code>, copy: "01993ab2" },
          ]}
        />
      </Drawer>
      <Sheet {...shown("sheet")} title="Run details" side="bottom">
        <p className="p-4 text-ink-muted">A panel for narrow screens.</p>
      </Sheet>
    </Show>
  );
}

function TabsShown() {
  const [tab, setTab] = useState("overview");
  return (
    <Show title="Tabs">
      <div className="flex h-44 flex-col rounded border">
        <Tabs
          label="Details of a run"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: "overview", label: "Overview" },
            { value: "input", label: "Input" },
            {
              value: "attempts",
              label: "Attempts",
              mark: <span className="font-mono text-ink-faint">3</span>,
            },
          ]}
        >
          <TabPanel value="overview">What it is and how it went.</TabPanel>
          <TabPanel value="input">What it was given.</TabPanel>
          <TabPanel value="attempts">Every try.</TabPanel>
        </Tabs>
      </div>
    </Show>
  );
}
