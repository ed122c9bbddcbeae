"use client";
import { LedgerBar } from "@/components/inspector";
import {
  Absolute,
  Ago,
  Avatar,
  Badge,
  CodeBlock,
  CopyButton,
  Duration,
  formatBytes,
  Instant,
  JsonView,
  Kbd,
  KeyValues,
  Meter,
  Progress,
  Span,
  STATUS_WORD,
  Status,
  ToneBadge,
  ToneBar,
} from "@/components/ui";
import { MARK_NAMES } from "@/components/ui/tone-mark";
import { Section, Show } from "./frame";

const STATUSES = Object.keys(STATUS_WORD) as readonly (keyof typeof STATUS_WORD)[];
const AT = Date.UTC(2026, 10, 26, 18, 44, 7, 123);
const COUNTS = { total: 180, succeeded: 120, running: 24, waiting: 6, queued: 18, degraded: 4, failed: 8 };

export function Values(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Show title="Status of runs">
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {STATUSES.map((status) => (
            <Status key={status} status={status} />
          ))}
        </div>
        <ToneBar counts={COUNTS} className="mt-4 h-1.5 max-w-sm" />
      </Show>
      <Show title="Badges: plain, and with a state" row>
        <Badge>draft</Badge>
        <Badge>calls itself</Badge>
        {MARK_NAMES.map((mark) => (
          <ToneBadge key={mark} mark={mark}>
            {mark}
          </ToneBadge>
        ))}
      </Show>
      <Show title="Meter: calm, past the soft threshold, spent, without limit">
        <div className="grid max-w-sm gap-3">
          <Meter label="Runs" value={3_120} limit={10_000} soft={8_000} />
          <Meter label="Depth" value={9} limit={10} soft={8} />
          <Meter label="Written" value={16_777_216} limit={16_777_216} format={formatBytes} />
          <Meter label="Attempts" value={412} limit={null} />
        </div>
      </Show>
      <Show title="Line of an account: used, held by open work, left; used up; without limit">
        <div className="grid max-w-sm gap-3">
          <LedgerBar
            counted="tokens"
            spent={31_000}
            held={12_000}
            limit={80_000}
            note="Granted from above."
          />
          <LedgerBar counted="costUsd" spent={1.62} held={0.38} limit={2} />
          <LedgerBar counted="nodes" spent={412} held={0} limit={null} />
        </div>
      </Show>
      <Show title="Progress">
        <div className="grid max-w-sm gap-3">
          <Progress label="Loading demo data" value={0.62} />
          <Progress label="Waiting for the worker" value={null} note="12 s" />
        </div>
      </Show>
      <Show title="Time: relative, absolute, of day, spans">
        <KeyValues
          items={[
            { key: "Relative", value: <Ago at={AT} /> },
            { key: "Absolute", value: <Absolute at={AT} /> },
            { key: "Time of day", value: <Instant at={AT} /> },
            { key: "Ended", value: <Duration from={AT} to={AT + 187_000} /> },
            { key: "Short", value: <Span ms={1_240} /> },
            { key: "Shorter", value: <Span ms={34} /> },
          ]}
        />
      </Show>
      <Show title="Key-value list, copy, keys, people">
        <KeyValues
          items={[
            { key: "Tree", value: <code className="font-mono">01993ab2-77c0</code>, copy: "01993ab2-77c0" },
            {
              key: "Started by",
              value: (
                <span className="inline-flex items-center gap-2">
                  <Avatar name="Ada Lovelace" /> Ada Lovelace
                </span>
              ),
            },
            {
              key: "Shortcut",
              value: (
                <>
                  <Kbd>g</Kbd> <Kbd>r</Kbd>
                </>
              ),
            },
            { key: "Link", value: <CopyButton text="https://example.org" label="Copy link" /> },
          ]}
        />
      </Show>
      <Show title="Code block">
        <CodeBlock
          title="Start a run"
          label="Command"
          code={"npm run banyan -- run dependency-audit --watch\nnpm run banyan -- runs list --json"}
        />
      </Show>
      <Show title="JSON viewer">
        <div className="rounded border p-pad">
          <JsonView
            label="Result"
            value={{ licences: { MIT: 212, ISC: 31 }, cycles: [], deepest: 9, ok: true, note: null }}
          />
        </div>
      </Show>
    </Section>
  );
}
