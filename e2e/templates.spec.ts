import { TEMPLATES } from "#server/engine/templates/templates";
import { expect, test } from "./fixtures.ts";
import type { RunDetail } from "./server/rest.ts";

for (const { id: template, title, graph, input } of TEMPLATES)
  test(`the pattern ${title} runs on the server as it stands, with the input that it comes with`, async ({
    rest,
  }) => {
    const slug = `pattern-${template}`;
    await rest.publish({ schemaVersion: 1, slug, name: `Pattern ${title}`, ...graph } as { slug: string });
    const { id } = await rest.start(slug, input);
    const asked = Object.keys(graph.nodes).filter((node) => graph.nodes[node]?.kind === "approval");
    let run: RunDetail | undefined;
    await expect
      .poll(
        async () => {
          run = await rest.run(id);
          // Whoever is asked next grants it; an approval that is not open yet refuses.
          if (run.status === "waiting")
            for (const node of asked) await rest.answer(id, node, true).catch(() => undefined);
          return run.status;
        },
        { timeout: 30_000 },
      )
      .toBe("succeeded");
    expect(run?.failure).toBeNull();
    expect(run?.output).not.toBeNull();
  });
