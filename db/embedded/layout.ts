import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedPostgresError, storageProblem } from "./error.ts";

/** Where things stand in the data folder. */
export type Layout = {
  readonly dataDir: string;
  /** The PostgreSQL data folder. */
  readonly cluster: string;
  readonly password: string;
  readonly owner: string;
  readonly serverLog: string;
};

/** Makes the data folder if need be. Paths are real ones: one folder has one name. */
export function layoutOf(dataDir: string): Layout {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw (
      storageProblem(String(error), dataDir) ??
      new EmbeddedPostgresError(
        "PERMISSION",
        `${dataDir} cannot be made a folder. Set BANYAN_DATA_DIR to another place.`,
        {
          cause: error,
        },
      )
    );
  }
  const real = realpathSync(dataDir);
  return {
    dataDir: real,
    cluster: join(real, "postgres"),
    password: join(real, "postgres.password"),
    owner: join(real, "owner.json"),
    serverLog: join(real, "postgres.log"),
  };
}
