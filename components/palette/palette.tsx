"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useAllCommands } from "../keys";
import { useMay } from "../providers";
import { Kbd } from "../ui";
import { matchLine } from "./model/match";
import { sectionsOf, UNASKED_WORKFLOWS } from "./model/order";
import { CommandLines, Failure, RunLines, WorkflowLines } from "./palette-lines";
import { usePaletteData } from "./use-palette-data";

type PaletteProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onStart: (slug: string) => void;
  /** What was typed before the field had the focus. */
  readonly typedAhead: () => string;
};

/** Everything that can be done or gone to, by typing a part of its name. */
export function Palette({ open, onOpenChange, onStart, typedAhead }: PaletteProps) {
  // What was chosen happens once the palette has gone: it gives the focus back first.
  const chosen = useRef<(() => void) | null>(null);
  const choose = (action: () => void) => {
    chosen.current = action;
    onOpenChange(false);
  };
  const afterwards = (stays: boolean) => {
    if (stays) return;
    chosen.current?.();
    chosen.current = null;
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} onOpenChangeComplete={afterwards}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-(--scrim)" />
        <Dialog.Popup
          data-testid="palette"
          className="fixed inset-x-2 top-2 z-50 flex max-h-[80dvh] animate-appear flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none sm:inset-x-auto sm:top-[12dvh] sm:left-1/2 sm:w-[640px] sm:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">Search and act</Dialog.Title>
          <Content choose={choose} onStart={onStart} typedAhead={typedAhead} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type ContentProps = {
  readonly choose: (action: () => void) => void;
  readonly onStart: (slug: string) => void;
  readonly typedAhead: () => string;
};

function Content({ choose, onStart, typedAhead }: ContentProps) {
  const [text, setText] = useState("");
  const router = useRouter();
  const commands = useAllCommands();
  const { workflows, runs, searching, failure } = usePaletteData(text, true);
  const mayStart = useMay("run.start");
  const asked = text.trim() !== "";
  const { first, last } = sectionsOf(commands, asked);
  const go = (href: string) => choose(() => router.push(href));
  const list = useRef<HTMLDivElement>(null);
  const [chosenLine, setChosenLine] = useChosenLine(list, runs);
  return (
    <Command
      label="Search and act"
      loop
      filter={matchLine}
      value={chosenLine}
      onValueChange={setChosenLine}
      className="flex min-h-0 flex-col"
    >
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <Command.Input
          value={text}
          onValueChange={setText}
          onFocus={() => {
            const early = typedAhead();
            if (early) setText((now) => now + early);
          }}
          placeholder="Search pages, workflows, runs, actions…"
          className="h-full min-w-0 grow bg-transparent text-read outline-none placeholder:text-ink-faint"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List ref={list} className="min-h-0 grow scroll-py-2 overflow-y-auto p-2">
        <Command.Empty className="px-3 py-8 text-center text-ink-muted">
          {searching ? "Searching…" : `Nothing matches “${text}”.`}
        </Command.Empty>
        {first.map((section) => (
          <CommandLines key={section.heading} section={section} choose={choose} />
        ))}
        <WorkflowLines
          workflows={asked ? workflows : workflows.slice(0, UNASKED_WORKFLOWS)}
          startable={asked && mayStart}
          onOpen={(slug) => go(`/workflows/${slug}`)}
          onStart={(slug) => choose(() => onStart(slug))}
        />
        <RunLines runs={runs} searched={asked} onOpen={(id) => go(`/runs/${id}`)} />
        {last.map((section) => (
          <CommandLines key={section.heading} section={section} choose={choose} />
        ))}
      </Command.List>
      {failure ? <Failure message={failure} /> : null}
      <footer className="flex shrink-0 items-center gap-4 border-t bg-panel px-4 py-2 text-ink-muted text-micro max-sm:hidden">
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </span>
        <span className="flex items-center gap-1">
          <Kbd>↵</Kbd> do it
        </span>
        <span className="ml-auto" aria-live="polite">
          {searching ? "Searching runs…" : ""}
        </span>
      </footer>
    </Command>
  );
}

/** The line that Enter takes. cmdk chooses none when the one that it had goes with the runs that were found before. */
function useChosenLine(list: RefObject<HTMLElement | null>, runs: unknown) {
  const [line, setLine] = useState("");
  useEffect(() => {
    const lines = runs ? [...(list.current?.querySelectorAll("[cmdk-item]") ?? [])] : [];
    if (lines.some((one) => one.getAttribute("aria-selected") === "true")) return;
    const first = lines[0]?.getAttribute("data-value");
    if (first) setLine(first);
  }, [list, runs]);
  return [line, setLine] as const;
}
