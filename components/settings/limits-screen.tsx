"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { Panel, Table, Td, Th } from "../ui";
import { Loaded } from "./loaded";
import { ScrollBox } from "./scroll-box";

/** Limits that hold where a workflow says nothing, and what a workflow may ask for. */
export function LimitsScreen() {
  const limits = useQuery(useTRPC().settings.limits.queryOptions());
  return (
    <>
      <p className="max-w-[72ch] text-ink-muted">
        Each workflow may set its own limits within these bounds, and each start may tighten them further.
      </p>
      <Panel title="Limits of a tree" flush>
        <Loaded query={limits} noun="Limits">
          {(rows) => (
            <ScrollBox label="Limits">
              <Table>
                <thead>
                  <tr>
                    <Th>Limit</Th>
                    <Th align="right">Value</Th>
                    <Th>From</Th>
                    <Th align="right">At least</Th>
                    <Th align="right">At most</Th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ name, value, source, least, most }) => (
                    <tr key={name}>
                      <Td className="font-mono">{name}</Td>
                      <Td align="right">{shown(value)}</Td>
                      <Td className="text-ink-muted">{source}</Td>
                      <Td align="right">{shown(least)}</Td>
                      <Td align="right">{shown(most)}</Td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            </ScrollBox>
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function shown(value: string | number | boolean | null): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? value.toLocaleString("en") : value;
}
