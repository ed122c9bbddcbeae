import { serverAccount } from "./account.ts";
import { adoptOrLaunch } from "./adopt.ts";
import { locateBinaries } from "./binaries.ts";
import { ensureCluster } from "./cluster.ts";
import { DATABASE, urlOf } from "./connection.ts";
import { layoutOf } from "./layout.ts";
import { markOwner } from "./owner.ts";
import { type Launch, runningPostmaster, stopPostmaster } from "./postmaster.ts";
import { superviseServer } from "./supervise.ts";

export type EmbeddedPostgresOptions = {
  /** Folder for the database, its password and its log; made if need be. One running process owns it. */
  readonly dataDir: string;
  /** Gets a line when something takes time. */
  readonly log: (line: string) => void;
  /** Server settings besides ours. */
  readonly settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = {
  readonly url: string;
  /** The server was running already: a process that was killed had left it behind. */
  readonly adopted: boolean;
  /** Stops the server and gives the data folder up. */
  readonly stop: () => Promise<void>;
};

/** Starts PostgreSQL from the npm binaries on loopback, or takes over the one that a killed owner left. Throws `EmbeddedPostgresError`. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = locateBinaries();
  const layout = layoutOf(options.dataDir);
  const mark = markOwner(layout);
  try {
    const account = serverAccount();
    const password = await ensureCluster(layout, binaries, account, options.log);
    const launch: Launch = { layout, binaries, account, settings: options.settings ?? {} };
    const server = await adoptOrLaunch(launch, password, options.log);
    const supervision = await superviseServer(launch, password, server.port, options.log);
    return {
      url: urlOf({ password, port: server.port, database: DATABASE }),
      adopted: server.adopted,
      stop: async () => {
        await supervision.end();
        const running = runningPostmaster(layout.cluster);
        if (running) await stopPostmaster(launch, running.pid);
        mark.release();
      },
    };
  } catch (error) {
    mark.release();
    throw error;
  }
}
