CREATE TABLE "housekeeping_rounds" (
	"name" text PRIMARY KEY NOT NULL,
	"ended_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "seen_at" timestamp with time zone DEFAULT now() NOT NULL;