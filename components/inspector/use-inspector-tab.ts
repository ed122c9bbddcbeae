"use client";
import { useCommands } from "../keys";
import { changeAddress, useAddress } from "../ui";

/** Tabs with a key of their own. */
const KEYED = [
  ["overview", "Overview"],
  ["input", "Input"],
  ["output", "Output"],
  ["context", "Context"],
  ["messages", "Messages"],
  ["logs", "Logs"],
  ["attempts", "Attempts"],
  ["ledger", "Ledger"],
  ["journal", "Journal"],
] as const;

/** The tab that a person chose, in the address: it stays from run to run, and a copied link shows it. */
export function useInspectorTab(): readonly [string | null, (tab: string) => void] {
  return [useAddress().get("tab"), choose];
}

/**
 * Keys of the tabs, from the moment that a run is chosen: its details may still be on their way.
 * @param shown Tabs that there are; absent = all.
 */
export function useInspectorKeys(isChosen: boolean, shown?: readonly string[]): void {
  const tabs = isChosen ? KEYED.filter(([tab]) => shown?.includes(tab) ?? true) : [];
  useCommands(
    tabs.map(([tab, label]) => ({
      id: `inspector.${tab}`,
      title: `Show ${label.toLowerCase()} of the run`,
      section: "The chosen run",
      words: ["tab", "details"],
      run: () => choose(tab),
    })),
  );
}

function choose(tab: string): void {
  changeAddress({ tab });
}
