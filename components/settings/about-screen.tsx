"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { KeyValues, Panel, Table, Td, Th } from "../ui";
import { Loaded } from "./loaded";
import { ScrollBox } from "./scroll-box";

/** What this server is, how it is, and whose work it is made of. */
export function AboutScreen() {
  const about = useQuery(useTRPC().settings.about.queryOptions());
  return (
    <Loaded query={about} noun="Facts">
      {({ version, node, database, ready, reasons, dependencies }) => (
        <>
          <Panel title="Banyan">
            <KeyValues
              items={[
                { key: "Version", value: version },
                { key: "Node", value: node },
                { key: "Database", value: database },
                { key: "Health", value: ready ? "Ready" : `Not ready: ${reasons.join(" ")}` },
                { key: "Licence", value: "Apache-2.0" },
              ]}
            />
          </Panel>
          <Panel title={`Dependencies (${dependencies.length})`} flush>
            <ScrollBox label="Dependencies">
              <Table>
                <thead>
                  <tr>
                    <Th>Package</Th>
                    <Th>Version</Th>
                    <Th>Licence</Th>
                  </tr>
                </thead>
                <tbody>
                  {dependencies.map(({ name, version: pinned, licence }) => (
                    <tr key={`${name}@${pinned}`}>
                      <Td className="font-mono">{name}</Td>
                      <Td className="font-mono text-ink-muted">{pinned}</Td>
                      <Td>{licence ?? "see package"}</Td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            </ScrollBox>
          </Panel>
        </>
      )}
    </Loaded>
  );
}
