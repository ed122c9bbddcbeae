"use client";
import { CircleHelp, Pin, Repeat, TriangleAlert, Waypoints } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx, Link } from "../ui";
import { CALL_NODE, type CallBox, type CallLayout, type CallLine, type CallRing } from "./model/call-layout";
import type { ToldStep } from "./model/call-path";
import { pinWords } from "./model/callers";

/** Room above for a call of itself, around rings, and below for ways back. */
const MARGIN = 40;

type CallPictureProps = {
  readonly layout: CallLayout;
  /** The way that is shown: its lines are thick and numbered, its workflows say what may end it there. */
  readonly way: readonly ToldStep[];
};

export function CallPicture({ layout: { boxes, rings, lines, width, height }, way }: CallPictureProps) {
  return (
    <section
      aria-label="Calls of workflows, drawn"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      data-testid="call-graph"
      className="overflow-x-auto rounded border bg-panel max-sm:hidden"
    >
      <div className="w-max" style={{ padding: MARGIN }}>
        <div className="relative" style={{ width, height }}>
          {rings.map((ring) => (
            <Ring key={ring.cycle.slugs.join()} ring={ring} />
          ))}
          <svg aria-hidden width={width} height={height} className="absolute inset-0 overflow-visible">
            <defs>
              {Object.values(LOOKS).map((look) => (
                <Arrow key={look.arrow} look={look} />
              ))}
            </defs>
            {lines.map((line) => (
              <Line key={line.key} line={line} />
            ))}
          </svg>
          {lines.map((line) => (
            <OnLine key={line.key} line={line} />
          ))}
          <ul aria-label="Workflows that call or are called">
            {boxes.map((box) => (
              <Box key={box.name} box={box} step={way.find(({ workflow }) => workflow === box.name)} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

type Look = {
  readonly arrow: string;
  readonly colour: string;
  readonly width: number;
  readonly size: number;
};

/** A line and its arrow: on the way that is shown, within a cycle, or between others. */
const LOOKS = {
  way: { arrow: "way-arrow", colour: "var(--ink)", width: 3, size: 4 },
  cycle: { arrow: "cycle-arrow", colour: "var(--accent)", width: 1.5, size: 7 },
  call: { arrow: "call-arrow", colour: "var(--ink-faint)", width: 1.5, size: 7 },
} as const satisfies Readonly<Record<string, Look>>;

function Arrow({ look: { arrow, colour, size } }: { readonly look: Look }) {
  return (
    <marker
      id={arrow}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth={size}
      markerHeight={size}
      orient="auto"
    >
      <path d="M0 0L8 4L0 8z" fill={colour} />
    </marker>
  );
}

function Line({ line: { path, within, step, published } }: { readonly line: CallLine }) {
  const look = step === null ? (within ? LOOKS.cycle : LOOKS.call) : LOOKS.way;
  return (
    <path
      d={path}
      fill="none"
      data-step={step ?? undefined}
      stroke={look.colour}
      strokeWidth={look.width}
      strokeDasharray={published ? undefined : "7 5"}
      markerEnd={`url(#${look.arrow})`}
    />
  );
}

/** Which step of the way it is, or which revision it pins: the box that it leads to says that too. */
function OnLine({ line: { step, pin, x, y } }: { readonly line: CallLine }) {
  if (step === null && pin === null) return null;
  return (
    <span
      aria-hidden
      className={cx(
        "absolute flex items-center justify-center bg-raised text-micro tabular-nums",
        step === null
          ? "rounded-sm border px-1 font-mono text-ink-muted"
          : "size-5 rounded-full border-2 border-ink font-medium",
      )}
      style={{ left: x, top: y, transform: "translate(-50%, -50%)" }}
    >
      {step ?? `@${pin}`}
    </span>
  );
}

function Ring({ ring: { cycle, ...place } }: { readonly ring: CallRing }) {
  const Icon = cycle.endless ? TriangleAlert : Repeat;
  return (
    <div
      className={cx(
        "absolute rounded-[18px] border-2",
        cycle.endless ? "border-degraded border-dashed" : "border-accent/60",
      )}
      style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
    >
      <span
        className={cx(
          "absolute -bottom-3 left-3 flex items-center gap-1 rounded-sm border bg-raised px-1 text-micro",
          cycle.endless ? "border-degraded text-degraded-ink" : "border-accent/50 text-accent-ink",
        )}
      >
        <Icon aria-hidden className="size-3" />
        {cycle.endless ? "no guard" : "guarded"}
      </span>
    </div>
  );
}

type BoxProps = { readonly box: CallBox; readonly step: ToldStep | undefined };

function Box({ box: { slug, title, pinned, missing, x, y }, step }: BoxProps) {
  const place = useRef<HTMLLIElement>(null);
  const first = step?.number === 1;
  useEffect(() => {
    if (first) place.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [first]);
  const look = cx(
    "flex h-full w-full items-center gap-2.5 rounded border border-line-strong bg-raised px-3 text-left",
    step && "outline-2 outline-ink",
  );
  const Icon = pinned ? Pin : Waypoints;
  const words = (
    <span className="min-w-0">
      <span className="block truncate font-medium">{title}</span>
      {step ? (
        <Guarded step={step} />
      ) : (
        <span className="block truncate font-mono text-ink-muted text-micro">
          {missing ?? (pinned ? pinWords(pinned) : slug)}
        </span>
      )}
    </span>
  );
  return (
    <li ref={place} className="absolute" style={{ left: x, top: y, ...CALL_NODE }}>
      {missing ? (
        <span className={cx(look, "border-dashed")}>
          <CircleHelp aria-hidden className="size-4 shrink-0 text-ink-faint" /> {words}
        </span>
      ) : (
        <Link href={`/workflows/${slug}`} className={cx(look, "hover:bg-hover")} title={`Open ${title}`}>
          <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" /> {words}
        </Link>
      )}
    </li>
  );
}

function Guarded({ step: { state, at } }: { readonly step: ToldStep }) {
  const look = "block truncate text-micro";
  if (state === "apart") return <span className={cx(look, "text-ink-muted")}>on no cycle</span>;
  if (state === "goesOn") return <span className={cx(look, "text-ink-muted")}>goes on in any case</span>;
  const none = state === "unguarded";
  return (
    <span className={cx(look, none ? "text-degraded-ink" : "text-accent-ink")}>
      {none ? "no guard before" : "guarded by"} <span className="font-mono">{at.join(", ")}</span>
    </span>
  );
}
