"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { cx } from "../ui";

const THEMES = [
  { value: "system", label: "System theme", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
] as const;

const still = () => () => undefined;

export function ThemeSwitch({ narrow }: { readonly narrow: boolean }) {
  const { theme = "system", setTheme } = useTheme();
  const mounted = useSyncExternalStore(
    still,
    () => true,
    () => false,
  );
  const current = mounted ? theme : "";
  if (narrow) return <Cycle current={current} onChange={setTheme} />;
  return (
    <fieldset className="flex w-fit rounded border p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          title={label}
          aria-label={label}
          aria-pressed={current === value}
          onClick={() => setTheme(value)}
          className={cx(
            "flex h-6 w-7 items-center justify-center rounded-sm text-ink-faint hover:text-ink",
            current === value && "bg-hover text-ink",
          )}
        >
          <Icon aria-hidden className="size-3.5" />
        </button>
      ))}
    </fieldset>
  );
}

function Cycle({
  current,
  onChange,
}: {
  readonly current: string;
  readonly onChange: (theme: string) => void;
}) {
  const at = Math.max(
    0,
    THEMES.findIndex((theme) => theme.value === current),
  );
  const here = THEMES[at] ?? THEMES[0];
  const next = THEMES[(at + 1) % THEMES.length] ?? THEMES[0];
  return (
    <button
      type="button"
      aria-label={`${here.label}; switch to ${next.label.toLowerCase()}`}
      title={here.label}
      onClick={() => onChange(next.value)}
      className="flex size-8 items-center justify-center rounded text-ink-muted hover:bg-hover hover:text-ink"
    >
      <here.icon aria-hidden className="size-4" />
    </button>
  );
}
