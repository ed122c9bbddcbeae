import { build } from "esbuild";

/** A page of a bench as one script, built as a product would be. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const [script] = outputFiles;
  if (!script) throw new Error("Nothing was built.");
  return script.text;
}
