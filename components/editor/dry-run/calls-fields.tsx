"use client";
import type { Behaviour } from "#server/engine/dry-run/setup";
import { Checkbox, FormField, Input, NumberInput } from "../../ui";

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
