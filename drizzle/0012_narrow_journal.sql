-- One rewrite of the table. What its rows hold stays as it is: plain JSON of earlier versions is read as before.
ALTER TABLE "journal"
	DROP COLUMN "batch_id",
	DROP COLUMN "at",
	ALTER COLUMN "first_seq" SET DATA TYPE integer,
	ALTER COLUMN "last_seq" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "trees" DROP COLUMN "batch_id";
