-- Room on each page for HOT updates: a tree's row changes with every append, a run's a few times.
ALTER TABLE "trees" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "runs" SET (fillfactor = 85);--> statement-breakpoint
-- lz4 is several times quicker than pglz; a server that was built without it keeps pglz.
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
		ALTER TABLE "journal" ALTER COLUMN "events" SET COMPRESSION lz4;
		ALTER TABLE "blobs" ALTER COLUMN "body" SET COMPRESSION lz4;
		ALTER TABLE "snapshots" ALTER COLUMN "state" SET COMPRESSION lz4;
		ALTER TABLE "snapshot_runs" ALTER COLUMN "state" SET COMPRESSION lz4;
	END IF;
END $$;
