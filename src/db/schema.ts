/**
 * The tables of the server's own PostgreSQL database; the migrations in drizzle/ are generated from this
 * file.
 */
import { isNotNull, isNull, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** How far a package is, in this order. */
export const steps = ['LOCKED', 'DOWNLOADING', 'ANALYZING', 'PROCESSED'] as const
export type Step = (typeof steps)[number]

/** postgres.js gives and takes bytea as Buffer. */
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const moment = (name: string) => timestamp(name, { withTimezone: true })

/** One package: this row is the job and the status at once, so they cannot contradict each other. */
export const packages = pgTable(
  'packages',
  {
    /** MD5 of the KEY, 32 lower-case hex characters: fixed by the official client. */
    id: text('id').primaryKey(),
    /** Proves knowledge of the KEY (crypto.ts, verifierOf). */
    verifier: bytea('verifier').notNull(),
    /** The link of an operator's own source, sealed under its KEY; null for click.discord.com. */
    sealedLink: bytea('sealed_link'),
    step: text('step').$type<Step>().notNull().default('LOCKED'),
    /** Public code and detail of errors.ts; both null unless the package failed. */
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    /**
     * Its result was made in a browser and sent here (packages/accept-result.ts): nobody has shown its KEY
     * yet.
     */
    isUploaded: boolean('is_uploaded').notNull().default(false),
    isPremium: boolean('is_premium').notNull().default(false),
    /** When it joined the queue in which it stands: an upgrade puts it at the end of the premium one. */
    queuedAt: moment('queued_at').notNull().defaultNow(),
    /** When it was upgraded. */
    premiumQueuedAt: moment('premium_queued_at'),
    /** Packages that waited when this one joined; premium ones, when it was upgraded: counted again then. */
    standardWhenJoined: integer('standard_when_joined'),
    premiumWhenJoined: integer('premium_when_joined'),
    /** Starts that were neither finished nor handed back: crashes, mostly. */
    attempts: integer('attempts').notNull().default(0),
    /** Grows with each claim; a worker's writes name its own value, so those of a late one change nothing. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /** Until when the row belongs to the worker that claimed it; null while it waits. */
    leaseUntil: moment('lease_until'),
    /** Not to be claimed before this time: a pause before the next try. */
    notBefore: moment('not_before'),
    /** 0–100 of the whole job. */
    progress: smallint('progress').notNull().default(0),
    bytesDownloaded: bigint('bytes_downloaded', { mode: 'number' }).notNull().default(0),
    bytesTotal: bigint('bytes_total', { mode: 'number' }),
    /** When its archive was there whole: it waits for a worker of the node that has it. */
    downloadedAt: moment('downloaded_at'),
    /**
     * A keyed hash of the address (its network) that sent the link, so that nobody's many links hold up
     * another's one; null when it is unknown, and as soon as the package is finished.
     */
    address: text('address'),
    /**
     * Its number in the fair order: the next package of one address has a higher one, the first of each an
     * equal one.
     */
    turn: integer('turn').notNull().default(0),
    /** The result; set in the transaction that sets PROCESSED. */
    blobId: uuid('blob_id'),
    /**
     * When its owner was last heard of, to a few minutes. Whoever never comes back takes no room in the
     * queue.
     */
    seenAt: moment('seen_at').notNull().defaultNow(),
    createdAt: moment('created_at').notNull().defaultNow(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('packages_id_is_md5', sql`${table.id} ~ '^[0-9a-f]{32}$'`),
    check(
      'packages_step_is_known',
      sql`${table.step} IN ('LOCKED', 'DOWNLOADING', 'ANALYZING', 'PROCESSED')`,
    ),
    check('packages_progress_is_percent', sql`${table.progress} BETWEEN 0 AND 100`),
    check('packages_processed_has_blob', sql`${table.step} <> 'PROCESSED' OR ${table.blobId} IS NOT NULL`),
    index('packages_in_order')
      // The order of a plain ORDER BY is_premium DESC: Drizzle's own default, nulls last, would not serve it.
      .on(table.isPremium.desc().nullsFirst(), table.turn, table.queuedAt)
      .where(sql`${table.errorCode} IS NULL AND ${table.step} <> 'PROCESSED'`),
    index('packages_uploaded')
      .on(table.id)
      .where(sql`${table.isUploaded}`),
    index('packages_finished').on(table.finishedAt).where(isNotNull(table.finishedAt)),
  ],
)

/**
 * An encrypted result. Each write makes a new id, so a signed address never shows another result than its
 * own.
 */
export const blobs = pgTable(
  'blobs',
  {
    id: uuid('id').primaryKey(),
    packageId: text('package_id')
      .notNull()
      .references(() => packages.id, { onDelete: 'cascade' }),
    iv: bytea('iv').notNull(),
    /** SHA-256 of the ciphertext. */
    sha256: bytea('sha256').notNull(),
    /** HMAC under a key derived from the KEY (crypto.ts, SealedResult). */
    tag: bytea('tag').notNull(),
    /** Bytes of ciphertext. */
    length: bigint('length', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('blobs_of_package').on(table.packageId)],
)

/** The ciphertext in pieces, so that neither side ever holds a whole result in one message. */
export const blobChunks = pgTable(
  'blob_chunks',
  {
    blobId: uuid('blob_id')
      .notNull()
      .references(() => blobs.id, { onDelete: 'cascade' }),
    /** 0, 1, 2 … without a gap. */
    number: integer('number').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.blobId, table.number] })],
)

/**
 * An object in the bucket (S3_BUCKET). The row is committed before the object is written, so the database
 * knows of every object, whenever a server ends. A blob with such a row has its ciphertext there, one without
 * it in blob_chunks.
 */
export const storedObjects = pgTable(
  'stored_objects',
  {
    /** The last part of the object's name. Each upload has its own, so a late one disturbs no other. */
    id: uuid('id').primaryKey(),
    /** null: not yet, or no longer, anyone's; then the object is removed, and this row after it. */
    blobId: uuid('blob_id')
      .unique()
      .references(() => blobs.id, { onDelete: 'set null' }),
    /**
     * false while it is written and until its blob is committed; long afterwards it is a crash's leftover.
     */
    isCommitted: boolean('is_committed').notNull().default(false),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('stored_objects_free').on(table.createdAt).where(isNull(table.blobId))],
)

/**
 * A finished package of a dumpus-api database that its owner has not asked for since it was taken over
 * (src/legacy/). Nobody has proved the KEY yet, so there is neither verifier nor tag: the owner's first
 * request makes a real package of it.
 */
export const legacyResults = pgTable(
  'legacy_results',
  {
    packageId: text('package_id').primaryKey(),
    iv: bytea('iv').notNull(),
    /** Bytes of ciphertext. */
    length: bigint('length', { mode: 'number' }).notNull(),
    isPremium: boolean('is_premium').notNull(),
    /** When dumpus-api stored it. */
    createdAt: moment('created_at').notNull(),
    importedAt: moment('imported_at').notNull().defaultNow(),
  },
  (table) => [check('legacy_results_id_is_md5', sql`${table.packageId} ~ '^[0-9a-f]{32}$'`)],
)

/** Its ciphertext, as in blob_chunks. */
export const legacyChunks = pgTable(
  'legacy_chunks',
  {
    packageId: text('package_id')
      .notNull()
      .references(() => legacyResults.packageId, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.packageId, table.number] })],
)

/**
 * What was ever taken over, so that a second import brings nothing back that its owner deleted here
 * meanwhile. A hash, since a deleted package's id must be nowhere.
 */
export const legacyImports = pgTable('legacy_imports', {
  /** SHA-256 of the package id. */
  idHash: bytea('id_hash').primaryKey(),
})

/**
 * What Discord said of a user or server, or that it knows none: kept until `expiresAt`. Nothing here says
 * which package it was asked for.
 */
export const lookups = pgTable(
  'lookups',
  {
    kind: text('kind').$type<'user' | 'guild'>().notNull(),
    /** Discord's id. */
    id: text('id').notNull(),
    /** null: Discord knows none. */
    answer: jsonb('answer'),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id] }), index('lookups_expiring').on(table.expiresAt)],
)

/** When a round of housekeeping last ended, by the database's clock: a clock that jumps is noticed by it. */
export const housekeepingRounds = pgTable('housekeeping_rounds', {
  name: text('name').primaryKey(),
  endedAt: moment('ended_at').notNull(),
})

/** Secrets that all nodes on one database share, made once: the key that signs object addresses. */
export const serverSecrets = pgTable('server_secrets', {
  name: text('name').primaryKey(),
  value: bytea('value').notNull(),
})
