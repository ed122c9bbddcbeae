import { Command, CommanderError } from "commander";
import * as z from "zod";
import { addDemoCommands } from "./commands/demo.ts";
import { addResetPasswordCommand } from "./commands/reset-password.ts";
import { addRunCommand } from "./commands/run.ts";
import { addRunsCommands } from "./commands/runs.ts";
import { addSecretsCommands } from "./commands/secrets.ts";
import { addWorkflowsCommands } from "./commands/workflows.ts";
import { CliError, EXIT } from "./exit.ts";
import { printable } from "./model/frame.ts";

const program = new Command("banyan")
  .description("Start recursive agent workflows and watch their trees grow.")
  .addHelpText(
    "after",
    "\nExit codes: 0 done · 1 usage or no server · 3 not found · 4 not valid · 5 run failed · 6 run cancelled",
  )
  .exitOverride();
addRunCommand(program);
addRunsCommands(program);
addWorkflowsCommands(program);
addSecretsCommands(program);
addDemoCommands(program);
addResetPasswordCommand(program);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CliError) return tellAll(error);
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    process.stderr.write(
      `The server's answer does not fit this command (${issue?.path.join(".")}: ${issue?.message}). Are both of one version?\n`,
    );
    return EXIT.usage;
  }
  throw error;
}

function tellAll(error: CliError): number {
  process.stderr.write(`${printable(error.message)}\n`);
  const [only, ...more] = error.places;
  const told = only && more.length === 0 && error.message.includes(only.message);
  for (const { path, message } of told ? [] : error.places)
    process.stderr.write(`  ${printable(path) || "/"}: ${printable(message)}\n`);
  return error.exitCode;
}
