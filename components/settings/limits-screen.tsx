"use client";
import { useQuery } from "@tanstack/react-query";
import type { LimitRow } from "#server/services/settings/limits";
import { useTRPC } from "../providers";
import { Panel, Table, Td, Th } from "../ui";
import { limitWord } from "../ui/limit-word";
import { CeilingsForm } from "./ceilings-form";
import { Loaded } from "./loaded";
import { limitText } from "./model/limits";
import { ScrollBox } from "./scroll-box";

/** What holds where a workflow says nothing, what it may ask for, and what this workspace never gives more than. */
export function LimitsScreen() {
  const limits = useQuery(useTRPC().settings.limits.queryOptions());
  return (
    <>
      <p className="max-w-[72ch] text-ink-muted">
        Each workflow may set its own limits within the bounds of the engine, each start may tighten them
        further, and no tree gets more than the ceilings of this workspace.
      </p>
      <Panel title="Ceilings of this workspace">
        <Loaded query={limits} noun="Limits">
          {(rows) => <CeilingsForm key={JSON.stringify(rows)} rows={rows} />}
        </Loaded>
      </Panel>
      <Panel title="Limits of a tree" flush>
        <Loaded query={limits} noun="Limits">
          {(rows) => <LimitTable rows={rows} />}
        </Loaded>
      </Panel>
    </>
  );
}

function LimitTable({ rows }: { readonly rows: readonly LimitRow[] }) {
  return (
    <ScrollBox label="Limits">
      <Table>
        <thead>
          <tr>
            <Th>Limit</Th>
            <Th align="right">Default</Th>
            <Th align="right">At least</Th>
            <Th align="right">At most</Th>
            <Th align="right">Ceiling here</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, value, least, most, ceiling }) => (
            <tr key={name}>
              <Td>
                {limitWord(name)} <code className="ml-1 font-mono text-ink-faint text-small">{name}</code>
              </Td>
              <Td align="right">{limitText(name, value)}</Td>
              <Td align="right">{least === null ? "" : limitText(name, least)}</Td>
              <Td align="right">{most === null ? "" : limitText(name, most)}</Td>
              <Td align="right">{ceiling === undefined ? "" : limitText(name, ceiling)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
}
