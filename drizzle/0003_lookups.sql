CREATE TABLE "lookups" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"answer" jsonb,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lookups_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
CREATE INDEX "lookups_expiring" ON "lookups" USING btree ("expires_at");