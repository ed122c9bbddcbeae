CREATE TABLE "journal_archive" (
	"tree_id" uuid NOT NULL,
	"first_seq" integer NOT NULL,
	"last_seq" integer NOT NULL,
	"packed" "bytea" NOT NULL,
	CONSTRAINT "journal_archive_tree_id_first_seq_pk" PRIMARY KEY("tree_id","first_seq")
);--> statement-breakpoint
-- It is packed already.
ALTER TABLE "journal_archive" ALTER COLUMN "packed" SET STORAGE EXTERNAL;
