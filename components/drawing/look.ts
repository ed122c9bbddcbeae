import type { Fonts } from "./canvas-painter";
import { INKS } from "./model/painter";
import type { Palette } from "./model/svg-painter";

/** Colours and fonts of the theme that is on now. */
export function currentLook(): { readonly palette: Palette; readonly fonts: Fonts } {
  const root = getComputedStyle(document.documentElement);
  const body = getComputedStyle(document.body);
  const mono =
    root.getPropertyValue("--font-geist-mono").trim() || body.getPropertyValue("--font-geist-mono").trim();
  return {
    palette: Object.fromEntries(
      INKS.map((ink) => [ink, root.getPropertyValue(`--${ink}`).trim()]),
    ) as unknown as Palette,
    fonts: { sans: body.fontFamily, mono: mono ? `${mono}, monospace` : "monospace" },
  };
}

/** Tells when the theme changes; returns how to stop. */
export function onLook(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}
