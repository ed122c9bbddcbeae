"use client";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { RadioGroup, useDensity, useZone } from "@/components/ui";
import type { Zone } from "@/components/ui/instant";
import { Controls } from "./controls";
import { Feedback } from "./feedback";
import { Floating } from "./floating";
import { Forms } from "./forms";
import { Heavy } from "./heavy";
import { Lists } from "./lists";
import { Values } from "./values";
import { Writing } from "./writing";

const SECTIONS = [
  ["controls", "Controls", Controls],
  ["floating", "Menus and panels", Floating],
  ["values", "Values and state", Values],
  ["lists", "Lists", Lists],
  ["forms", "Forms", Forms],
  ["writing", "Editor and differences", Writing],
  ["heavy", "Canvas and chart", Heavy],
  ["feedback", "Loading, nothing and failure", Feedback],
] as const;

export function PartsScreen() {
  return (
    <>
      <header className="sticky top-0 z-30 flex flex-wrap items-center gap-x-6 gap-y-2 border-b bg-ground px-4 py-2 sm:px-8">
        <h1 className="font-semibold text-read">Parts</h1>
        <nav aria-label="Sections" className="flex grow flex-wrap gap-x-4">
          {SECTIONS.map(([id, title]) => (
            <a
              key={id}
              href={`#${id}`}
              className="inline-block rounded-sm text-ink-muted leading-6 text-small hover:text-ink"
            >
              {title}
            </a>
          ))}
        </nav>
        <Switches />
      </header>
      <main>
        {SECTIONS.map(([id, title, Body]) => (
          <Body key={id} id={id} title={title} />
        ))}
      </main>
    </>
  );
}

const still = () => () => undefined;

function Switches() {
  const { theme = "system", setTheme } = useTheme();
  const [density, setDensity] = useDensity();
  const { zone, setZone } = useZone();
  const mounted = useSyncExternalStore(
    still,
    () => true,
    () => false,
  );
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1 text-small">
      <RadioGroup
        row
        hideLabel
        label="Theme"
        value={mounted ? theme : ""}
        onChange={setTheme}
        options={words("light", "dark", "system")}
      />
      <RadioGroup
        row
        hideLabel
        label="Density"
        value={density}
        onChange={(next) => setDensity(next === "comfortable" ? "comfortable" : "compact")}
        options={words("compact", "comfortable")}
      />
      <RadioGroup
        row
        hideLabel
        label="Time zone"
        value={zone}
        onChange={(next) => setZone(next as Zone)}
        options={[
          { value: "local", label: "Local" },
          { value: "utc", label: "UTC" },
        ]}
      />
    </div>
  );
}

function words(...values: readonly string[]) {
  return values.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
}
