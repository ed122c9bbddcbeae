const COLOURS = {
  light: { ground: "#eef1f5", panel: "#ffffff", ink: "#10151d", muted: "#5e697b", line: "#cdd3dc" },
  dark: { ground: "#0a0a0b", panel: "#141518", ink: "#ededf0", muted: "#868d99", line: "#373b42" },
} as const;
const TONES = {
  light: { running: "#1d4ed8", succeeded: "#065f46", waiting: "#92400e", failed: "#991b1b" },
  dark: { running: "#7dd3fc", succeeded: "#34d399", waiting: "#fcd34d", failed: "#f87171" },
} as const;

/** A window of a terminal with what was typed and what stands in it. */
export function terminalPage(typed: string, screen: string, scheme: string): string {
  const name = scheme === "dark" ? "dark" : "light";
  const { ground, panel, ink, muted, line } = COLOURS[name];
  const tones = Object.entries(TONES[name]).map(([tone, colour]) => `.${tone}{color:${colour}}`);
  return `<!doctype html><style>
    body{margin:0;height:100vh;display:grid;place-items:center;background:${ground};color:${ink}}
    main{width:1180px;border:1px solid ${line};border-radius:8px;background:${panel};overflow:hidden}
    header{border-bottom:1px solid ${line};padding:8px 14px;font:12px/18px sans-serif;color:${muted}}
    pre{margin:0;padding:14px;font:14px/20px "DejaVu Sans Mono",monospace;white-space:pre;overflow:hidden}
    .strong{font-weight:600}.muted{color:${muted}}${tones.join("")}
  </style><main><header>Terminal</header><pre><span class="muted">$</span> ${typed}\n\n${screen}</pre></main>`;
}
