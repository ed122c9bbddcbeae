import {
  CircleDashed,
  CirclePause,
  CircleSlash,
  Diamond,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  RotateCw,
  Timer,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "./badge";
import { cx } from "./cx";
import { FILL, StatusGlyph } from "./status";
import type { Tone } from "./tone";

/** Signs beyond those of runs, for whatever else has a state: breakers, changes, alerts. */
const MARKS = {
  queued: ["queued", CircleDashed],
  skipped: ["queued", CircleSlash],
  running: ["running", LoaderCircle],
  retrying: ["running", RotateCw],
  waiting: ["waiting", CirclePause],
  proposed: ["waiting", Diamond],
  succeeded: ["succeeded", null],
  failed: ["failed", null],
  timeout: ["failed", Timer],
  limit: ["failed", OctagonX],
  degraded: ["degraded", TriangleAlert],
  "rolled-back": ["degraded", Undo2],
} as const satisfies Readonly<Record<string, readonly [Tone, LucideIcon | null]>>;

export type Mark = keyof typeof MARKS;
export const MARK_NAMES = Object.keys(MARKS) as readonly Mark[];

type ToneGlyphProps = { readonly mark: Mark; readonly className?: string };

/** The sign of a state that is not a run's; its word must stand near it. */
export function ToneGlyph({ mark, className }: ToneGlyphProps) {
  const [tone, Icon] = MARKS[mark];
  if (Icon === null)
    return (
      <StatusGlyph
        status={tone === "failed" ? "failed" : "succeeded"}
        {...(className ? { className } : {})}
      />
    );
  return <Icon aria-hidden strokeWidth={2.4} className={cx("size-3.5 shrink-0", FILL[tone], className)} />;
}

/** Sign and word on the hue at a tenth. */
export function ToneBadge({ mark, children }: { readonly mark: Mark; readonly children: ReactNode }) {
  return (
    <Badge tone={MARKS[mark][0]}>
      <ToneGlyph mark={mark} />
      {children}
    </Badge>
  );
}
