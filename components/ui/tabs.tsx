"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import { type ReactNode, useLayoutEffect, useRef } from "react";

export type Tab = { readonly value: string; readonly label: string; readonly mark?: ReactNode };

type TabsProps = {
  /** What they are tabs of, for who does not see them. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
};

/** Of a list at its ends. */
const EDGE = 12;

export function Tabs({ label, tabs, value, onChange, children }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const marked = tabs.map((tab) => `${tab.value}${tab.mark ? "+" : ""}`).join();
  // The library brings a tab on screen when it is chosen; marks that come later push it out again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `marked` says when the tabs have moved
  useLayoutEffect(() => {
    if (list.current) bringIn(list.current);
  }, [marked, value]);
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(String(next))}
      className="flex min-h-0 grow flex-col"
    >
      <Base.List
        ref={list}
        aria-label={label}
        // Positioned, so that the library finds where a tab stands in it when it brings one on screen.
        className="relative flex shrink-0 gap-4 overflow-x-auto border-b px-3"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            // Not the library's own indicator: it measures, and so lays out the page, whenever what holds the tabs is drawn.
            className="flex h-8 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-small text-ink-muted transition-colors hover:text-ink data-active:border-ink data-active:font-medium data-active:text-ink"
          >
            {tab.label}
            {tab.mark}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

function bringIn(list: HTMLElement): void {
  const tab = list.querySelector<HTMLElement>("[data-active]");
  if (!tab) return;
  const from = tab.offsetLeft - EDGE;
  const to = tab.offsetLeft + tab.offsetWidth + EDGE;
  if (to > list.scrollLeft + list.clientWidth) list.scrollLeft = to - list.clientWidth;
  else if (from < list.scrollLeft) list.scrollLeft = from;
}

export function TabPanel({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Base.Panel value={value} tabIndex={-1} className="min-h-0 grow overflow-y-auto p-3 outline-none">
      {children}
    </Base.Panel>
  );
}
