import { readFileSync } from "node:fs";
import {
  type Color,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  interpolate,
  parse,
  wcagContrast,
} from "culori";
import { describe, expect, it } from "vitest";
import { TONES } from "./tone";

/** The tokens as they are served, not a copy of them. */
const CSS = readFileSync("app/globals.css", "utf8");

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = CSS.slice(CSS.indexOf(`\n${selector} {`));
  const body = block.slice(0, block.indexOf("}"));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const THEMES = { light: tokensOf(":root"), dark: tokensOf(".dark") } as const;
type Theme = keyof typeof THEMES;

function colour(theme: Theme, name: string): Color {
  const found = parse(THEMES[theme].get(name) ?? "");
  if (!found) throw new Error(`globals.css has no colour --${name} in ${theme}`);
  return found;
}

const SIGHT: Readonly<Record<string, (one: Color) => Color>> = {
  "normal vision": (one: Color) => one,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

const difference = differenceCiede2000();
const rgb = converter("rgb");

/** A tone's own hue behind its words, as badges have it. */
function soft(theme: Theme, tone: string): Color {
  const share = Number.parseFloat(THEMES[theme].get("soften") ?? "") / 100;
  return rgb(interpolate([colour(theme, "ground"), colour(theme, tone)])(share));
}

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it.each(TONES)("the fill of %s stands out from every ground by 3:1", (tone) => {
    for (const ground of ["ground", "panel", "raised"]) {
      expect(wcagContrast(colour(theme, tone), colour(theme, ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(TONES)("words in %s can be read: 4.5:1 on every ground and on their own hue", (tone) => {
    const ink = colour(theme, `${tone}-ink`);
    for (const ground of ["ground", "panel", "raised", "hover"]) {
      expect(wcagContrast(ink, colour(theme, ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
    expect(wcagContrast(ink, soft(theme, tone)), "own hue").toBeGreaterThanOrEqual(4.5);
  });

  it.each(["ink", "ink-muted", "ink-faint", "accent-ink"])(
    "text in %s can be read on every ground",
    (ink) => {
      for (const ground of ["ground", "panel", "raised", "hover"]) {
        expect(wcagContrast(colour(theme, ink), colour(theme, ground)), ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it("the outline of a card, all that a dashed one has, stands out from every ground by 3:1", () => {
    for (const ground of ["ground", "panel", "raised"])
      expect(wcagContrast(colour(theme, "line-card"), colour(theme, ground)), ground).toBeGreaterThanOrEqual(
        3,
      );
  });

  it.each(Object.entries(SIGHT))("no two states look alike with %s", (_, see) => {
    const pairs = TONES.flatMap((one, at) => TONES.slice(at + 1).map((other) => [one, other] as const));
    for (const [one, other] of pairs) {
      const apart = difference(see(colour(theme, one)), see(colour(theme, other)));
      expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(10);
    }
  });
});

it("both themes define the same colours", () => {
  const sizes = new Set(["row", "row-tight", "control", "control-small", "cell", "pad"]);
  const names = (theme: Theme) => [...THEMES[theme].keys()].filter((name) => !sizes.has(name)).sort();
  expect(names("dark")).toEqual(names("light"));
});
