CREATE TABLE "blob_chunks" (
	"blob_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "blob_chunks_blob_id_number_pk" PRIMARY KEY("blob_id","number")
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"package_id" text NOT NULL,
	"iv" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	"tag" "bytea" NOT NULL,
	"length" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "packages" (
	"id" text PRIMARY KEY NOT NULL,
	"verifier" "bytea" NOT NULL,
	"sealed_link" "bytea",
	"step" text DEFAULT 'LOCKED' NOT NULL,
	"error_code" text,
	"error_detail" text,
	"is_premium" boolean DEFAULT false NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"premium_queued_at" timestamp with time zone,
	"standard_when_joined" integer,
	"premium_when_joined" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"not_before" timestamp with time zone,
	"progress" smallint DEFAULT 0 NOT NULL,
	"bytes_downloaded" bigint DEFAULT 0 NOT NULL,
	"bytes_total" bigint,
	"blob_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "packages_id_is_md5" CHECK ("packages"."id" ~ '^[0-9a-f]{32}$'),
	CONSTRAINT "packages_step_is_known" CHECK ("packages"."step" IN ('LOCKED', 'DOWNLOADING', 'ANALYZING', 'PROCESSED')),
	CONSTRAINT "packages_progress_is_percent" CHECK ("packages"."progress" BETWEEN 0 AND 100),
	CONSTRAINT "packages_processed_has_blob" CHECK ("packages"."step" <> 'PROCESSED' OR "packages"."blob_id" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "server_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blob_chunks" ADD CONSTRAINT "blob_chunks_blob_id_blobs_id_fk" FOREIGN KEY ("blob_id") REFERENCES "public"."blobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_package_id_packages_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."packages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blobs_of_package" ON "blobs" USING btree ("package_id");--> statement-breakpoint
CREATE INDEX "packages_claimable" ON "packages" USING btree ("is_premium" DESC NULLS FIRST,"queued_at") WHERE "packages"."error_code" IS NULL AND "packages"."step" <> 'PROCESSED';--> statement-breakpoint
CREATE INDEX "packages_finished" ON "packages" USING btree ("finished_at") WHERE "packages"."finished_at" is not null;--> statement-breakpoint
-- Stored out of line, and without an attempt to compress it: ciphertext does not compress.
ALTER TABLE "blob_chunks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
