"use client";
import { useSearchParams } from "next/navigation";
import { useCommands } from "../keys";
import { changeAddress } from "../ui";

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
  const chosen = useSearchParams().get("tab");
  const choose = (tab: string) => changeAddress({ tab });
  useCommands(
    KEYED.map(([tab, label]) => ({
      id: `inspector.${tab}`,
      title: `Show ${label.toLowerCase()} of the run`,
      section: "The chosen run",
      words: ["tab", "details"],
      run: () => choose(tab),
    })),
  );
  return [chosen, choose];
}
