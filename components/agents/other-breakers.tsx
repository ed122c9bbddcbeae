"use client";
import type { BreakerSummary } from "#server/services/types-breakers";
import { Ago, changeAddress, Table, Td, Th, Tr } from "../ui";
import { BreakerMenu } from "./breaker-menu";
import { BreakerState } from "./breaker-state";

/** Breakers of whatever is no agent: hosts that are asked over HTTP, and tasks. They are known once something has failed. */
export function OtherBreakers({ breakers }: { readonly breakers: readonly BreakerSummary[] }) {
  if (breakers.length === 0)
    return (
      <p className="px-pad py-6 text-ink-muted">
        No host and no task has failed yet. A breaker appears here with the first failure.
      </p>
    );
  return (
    <div className="overflow-x-auto">
      <Table>
        <thead>
          <tr>
            <Th>What is called</Th>
            <Th className="max-sm:hidden">Breaker</Th>
            <Th className="max-md:hidden">Last failure</Th>
            <Th align="right" className="max-sm:hidden">
              Waiting
            </Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {breakers.map((breaker) => (
            <BreakerRow key={breaker.id} breaker={breaker} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function BreakerRow({ breaker }: { readonly breaker: BreakerSummary }) {
  const { id, lastFailure, lastFailedAt, held } = breaker;
  return (
    <Tr data-testid="breaker-row">
      <Td className="whitespace-normal break-all py-1.5">
        <button
          type="button"
          onClick={() => changeAddress({ breaker: id })}
          className="text-left font-mono outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {id}
        </button>
        <span className="mt-1 block sm:hidden">
          <BreakerState breaker={breaker} />
        </span>
      </Td>
      <Td className="whitespace-normal py-1.5 max-sm:hidden">
        <BreakerState breaker={breaker} />
      </Td>
      <Td className="max-w-80 truncate max-md:hidden">
        {lastFailedAt === null ? "–" : <Ago at={lastFailedAt} className="text-ink-faint" />} {lastFailure}
      </Td>
      <Td align="right" className="font-mono max-sm:hidden">
        {held.places}
      </Td>
      <Td className="relative z-10 w-10 pl-0 text-right">
        <BreakerMenu breaker={breaker} name={id} />
      </Td>
    </Tr>
  );
}
