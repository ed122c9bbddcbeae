"use client";
import { FlaskConical } from "lucide-react";
import type { Behaviour } from "#server/engine/dry-run/setup";
import { FAILURE_CLASSES, type FailureClass } from "#server/engine/failure";
import { useCommandRegistry } from "../../keys";
import { Button, Checkbox, FormField, Input, NumberInput, Select } from "../../ui";

const THROWN = {
  class: "task",
  code: "TaskFailed",
  message: "Thrown in a dry run",
  retryable: true,
} as const;

/** How long a call takes, and what it fails with. */
export function Calls({
  behaviour,
  behave,
}: {
  readonly behaviour: Behaviour;
  readonly behave: (next: Behaviour) => void;
}) {
  const { durationMs, failureRate, throws, ...rest } = behaviour;
  const with_ = (next: Behaviour): Behaviour => ({
    ...rest,
    ...(durationMs ? { durationMs } : {}),
    ...(failureRate ? { failureRate } : {}),
    ...(throws ? { throws } : {}),
    ...next,
  });
  const [low, high] = durationMs ?? [null, null];
  return (
    <>
      <Checkbox
        checked={throws !== undefined}
        onCheckedChange={(on) => {
          const { throws: _, ...others } = with_({});
          behave(on ? { ...others, throws: THROWN } : others);
        }}
      >
        Throw this error here
      </Checkbox>
      {throws ? (
        <fieldset className="grid gap-3 rounded border p-3">
          <legend className="px-1 text-ink-muted text-small">Error</legend>
          <FormField label="Class" hint="What the recovery of the node goes by">
            {({ id, ...wiring }) => (
              <Select
                id={id}
                label="Class"
                describedBy={wiring["aria-describedby"]}
                value={throws.class}
                options={FAILURE_CLASSES.map((name) => ({ value: name, label: name }))}
                onChange={(name) => behave(with_({ throws: { ...throws, class: name as FailureClass } }))}
              />
            )}
          </FormField>
          <FormField label="Code">
            {(wiring) => (
              <Input
                {...wiring}
                className="font-mono text-small"
                value={throws.code}
                onChange={({ target }) => behave(with_({ throws: { ...throws, code: target.value } }))}
              />
            )}
          </FormField>
          <FormField label="Message">
            {(wiring) => (
              <Input
                {...wiring}
                value={throws.message}
                onChange={({ target }) => behave(with_({ throws: { ...throws, message: target.value } }))}
              />
            )}
          </FormField>
          <FormField label="Attempts that fail" hint="Empty: all of them">
            {({ id }) => (
              <NumberInput
                id={id}
                whole
                min={1}
                value={throws.times ?? null}
                onChange={(times) => {
                  const { times: _, ...error } = throws;
                  behave(with_({ throws: times === null ? error : { ...error, times } }));
                }}
              />
            )}
          </FormField>
          <Checkbox
            checked={throws.retryable}
            onCheckedChange={(retryable) => behave(with_({ throws: { ...throws, retryable } }))}
          >
            Another attempt may succeed
          </Checkbox>
          <RunDry />
        </fieldset>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <FormField label="At least, ms">
          {({ id }) => (
            <NumberInput
              id={id}
              min={0}
              value={low}
              onChange={(value) => {
                const { durationMs: _, ...others } = with_({});
                behave(
                  value === null
                    ? others
                    : { ...others, durationMs: [value, Math.max(value, high ?? value)] },
                );
              }}
            />
          )}
        </FormField>
        <FormField label="At most, ms">
          {({ id }) => (
            <NumberInput
              id={id}
              min={0}
              value={high}
              onChange={(value) => {
                const { durationMs: _, ...others } = with_({});
                behave(
                  value === null ? others : { ...others, durationMs: [Math.min(low ?? 0, value), value] },
                );
              }}
            />
          )}
        </FormField>
        <FormField label="Fails, %">
          {({ id }) => (
            <NumberInput
              id={id}
              whole
              min={0}
              max={100}
              value={failureRate === undefined ? null : Math.round(failureRate * 100)}
              onChange={(value) => {
                const { failureRate: _, ...others } = with_({});
                behave(value ? { ...others, failureRate: value / 100 } : others);
              }}
            />
          )}
        </FormField>
      </div>
    </>
  );
}

/** Leads to the dry run, or begins it again where it is shown already. */
function RunDry() {
  const commands = useCommandRegistry();
  const run = () => {
    const there = commands.all().some(({ id }) => id === "editor.dry");
    commands.run(there ? "editor.dry" : "dry.restart");
  };
  return (
    <Button size="small" className="w-fit" onClick={run}>
      <FlaskConical aria-hidden /> Run dry with this error
    </Button>
  );
}
