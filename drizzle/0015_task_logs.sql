CREATE TABLE "task_logs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_logs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tree_id" uuid NOT NULL,
	"run_no" integer NOT NULL,
	"node_id" text NOT NULL,
	"item" integer,
	"attempt" integer NOT NULL,
	"at" double precision NOT NULL,
	"level" smallint NOT NULL,
	"message" text NOT NULL,
	"fields" text
);
--> statement-breakpoint
CREATE INDEX "task_logs_tree" ON "task_logs" USING btree ("tree_id","id");