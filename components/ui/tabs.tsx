"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type Tab = { readonly value: string; readonly label: string; readonly mark?: ReactNode };

type TabsProps = {
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
};

export function Tabs({ tabs, value, onChange, children }: TabsProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(String(next))}
      className="flex min-h-0 grow flex-col"
    >
      <Base.List // Positioned, so that the library finds where a tab stands in it when it brings one on screen.
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

export function TabPanel({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Base.Panel value={value} tabIndex={-1} className="min-h-0 grow overflow-y-auto p-3 outline-none">
      {children}
    </Base.Panel>
  );
}
