CREATE TABLE "legacy_chunks" (
	"package_id" text NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "legacy_chunks_package_id_number_pk" PRIMARY KEY("package_id","number")
);
--> statement-breakpoint
CREATE TABLE "legacy_imports" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legacy_results" (
	"package_id" text PRIMARY KEY NOT NULL,
	"iv" "bytea" NOT NULL,
	"length" bigint NOT NULL,
	"is_premium" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "legacy_results_id_is_md5" CHECK ("legacy_results"."package_id" ~ '^[0-9a-f]{32}$')
);
--> statement-breakpoint
ALTER TABLE "legacy_chunks" ADD CONSTRAINT "legacy_chunks_package_id_legacy_results_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."legacy_results"("package_id") ON DELETE cascade ON UPDATE no action;