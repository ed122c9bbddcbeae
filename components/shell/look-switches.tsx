"use client";
import { Monitor, Moon, Rows2, Rows4, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { useDensity } from "../ui";
import type { Density } from "../ui/density-cookie";
import { Segmented } from "./segmented";

export const THEMES = [
  { value: "system", label: "System theme", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
] as const;

export const DENSITIES: readonly { value: Density; label: string; icon: typeof Sun }[] = [
  { value: "compact", label: "Compact rows", icon: Rows4 },
  { value: "comfortable", label: "Comfortable rows", icon: Rows2 },
];

const still = () => () => undefined;

/** The server does not know what the browser remembers: until the page has come to life, nothing is pressed. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    still,
    () => true,
    () => false,
  );
}

export function ThemeSwitch() {
  const { theme = "system", setTheme } = useTheme();
  const mounted = useMounted();
  return <Segmented legend="Theme" choices={THEMES} value={mounted ? theme : null} onChange={setTheme} />;
}

export function DensitySwitch() {
  const [density, setDensity] = useDensity();
  const mounted = useMounted();
  return (
    <Segmented legend="Density" choices={DENSITIES} value={mounted ? density : null} onChange={setDensity} />
  );
}
