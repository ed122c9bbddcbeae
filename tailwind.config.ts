import type { Config } from "tailwindcss";

const token = (name: string) => `var(--${name})`;
const tones = ["queued", "running", "waiting", "succeeded", "failed", "degraded"];

const density = ["row", "row-tight", "control", "control-small", "cell", "pad"];

/** Names of the tokens in `app/globals.css`; light and dark differ only there. */
const config: Config = {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  darkMode: "class",
  theme: {
    fontSize: {
      micro: ["11px", "16px"],
      small: ["12px", "18px"],
      ui: ["13px", "20px"],
      read: ["14px", "22px"],
      title: ["20px", "28px"],
    },
    borderRadius: { none: "0", sm: "4px", DEFAULT: "6px", lg: "8px", full: "9999px" },
    extend: {
      spacing: Object.fromEntries(density.map((name) => [name, token(name)])),
      colors: {
        ground: token("ground"),
        panel: token("panel"),
        raised: token("raised"),
        hover: token("hover"),
        line: { DEFAULT: token("line"), strong: token("line-strong"), card: token("line-card") },
        ink: { DEFAULT: token("ink"), muted: token("ink-muted"), faint: token("ink-faint") },
        accent: { DEFAULT: token("accent"), soft: token("accent-soft"), ink: token("accent-ink") },
        ...Object.fromEntries(
          tones.map((tone) => [
            tone,
            { DEFAULT: token(tone), ink: token(`${tone}-ink`), soft: token(`${tone}-soft`) },
          ]),
        ),
      },
      fontFamily: {
        sans: ["var(--font-geist-sans)", "ui-sans-serif", "system-ui", "sans-serif"],
        mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
      },
      boxShadow: { float: token("shadow-float") },
      transitionDuration: { DEFAULT: "140ms" },
    },
  },
};
export default config;
