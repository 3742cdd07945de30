/** The tables of the server's PostgreSQL database. The migrations in drizzle/ are generated from them. */
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

/** The steps of a package, in this order. */
export const steps = ['LOCKED', 'DOWNLOADING', 'ANALYZING', 'PROCESSED'] as const
export type Step = (typeof steps)[number]

/** postgres.js reads and writes bytea as Buffer. */
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const moment = (name: string) => timestamp(name, { withTimezone: true })

/** One package. The row is both the job and the status, so the two cannot contradict each other. */
export const packages = pgTable(
  'packages',
  {
    /** MD5 of the KEY as 32 lower-case hex characters. The official client requires this form. */
    id: text('id').primaryKey(),
    /** Shows whether a request has the KEY of this package (crypto.ts, verifierOf). */
    verifier: bytea('verifier').notNull(),
    /**
     * The link, encrypted under its KEY, if it leads to one of the operator's allowed origins. Null for
     * click.discord.com, and as soon as the package is processed or errored.
     */
    sealedLink: bytea('sealed_link'),
    step: text('step').$type<Step>().notNull().default('LOCKED'),
    /** Public code and detail of errors.ts. Both are null unless the package failed. */
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    /** True if a browser uploaded its result (accept-result.ts). Never reset. */
    isUploaded: boolean('is_uploaded').notNull().default(false),
    isPremium: boolean('is_premium').notNull().default(false),
    /** The time at which it joined its current queue. An upgrade puts it at the end of the premium queue. */
    queuedAt: moment('queued_at').notNull().defaultNow(),
    /** The time of the upgrade. */
    premiumQueuedAt: moment('premium_queued_at'),
    /** Packages that waited or were in progress when this one joined. */
    standardWhenJoined: integer('standard_when_joined'),
    /** Those of them that were premium or in progress. An upgrade renews this number. */
    premiumWhenJoined: integer('premium_when_joined'),
    /** Number of starts that were not handed back. Usually, all except the current one crashed. */
    attempts: integer('attempts').notNull().default(0),
    /**
     * Incremented by each claim. A worker's writes must match the value of its claim, so a late worker
     * changes nothing.
     */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /** The time at which the lease of its worker expires. Null while it waits, and after it has ended. */
    leaseUntil: moment('lease_until'),
    /** The end of the pause before the next attempt. The package cannot be claimed earlier. */
    notBefore: moment('not_before'),
    /** Percent of the whole job, 0–100. */
    progress: smallint('progress').notNull().default(0),
    bytesDownloaded: bigint('bytes_downloaded', { mode: 'number' }).notNull().default(0),
    bytesTotal: bigint('bytes_total', { mode: 'number' }),
    /**
     * The time at which it began to wait, with its complete archive, for a worker of the same node. Null if
     * it did not have to wait.
     */
    downloadedAt: moment('downloaded_at'),
    /**
     * A keyed hash of the network that submitted the link, so that many links of one client do not delay
     * others. Null if unknown, and as soon as the package is processed or errored.
     */
    address: text('address'),
    /**
     * Its turn in the fair order (fair-order.ts). Lower turns are claimed first. Further packages of an
     * address have higher turns than its earlier ones. Premium packages have turn 0.
     */
    turn: integer('turn').notNull().default(0),
    /** The result. It is set in the transaction that sets PROCESSED. */
    blobId: uuid('blob_id'),
    /**
     * The time of its owner's last poll, to within a few minutes. Waiting packages of absent owners do not
     * count towards QUEUE_MAX.
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
      // Matches a plain ORDER BY is_premium DESC. PostgreSQL would not use an index with Drizzle's default,
      // nulls last.
      .on(table.isPremium.desc().nullsFirst(), table.turn, table.queuedAt)
      .where(sql`${table.errorCode} IS NULL AND ${table.step} <> 'PROCESSED'`),
    index('packages_uploaded')
      .on(table.id)
      .where(sql`${table.isUploaded}`),
    index('packages_finished').on(table.finishedAt).where(isNotNull(table.finishedAt)),
  ],
)

/** An encrypted result. Each write makes a new id, so a signed address never leads to another result. */
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
    /** Length of the ciphertext in bytes. */
    length: bigint('length', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('blobs_of_package').on(table.packageId)],
)

/** The ciphertext in pieces, so that no message to or from PostgreSQL contains a large result whole. */
export const blobChunks = pgTable(
  'blob_chunks',
  {
    blobId: uuid('blob_id')
      .notNull()
      .references(() => blobs.id, { onDelete: 'cascade' }),
    /** 0, 1, 2 … without gaps. */
    number: integer('number').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.blobId, table.number] })],
)

/**
 * An object in the bucket (S3_BUCKET). The row is committed before the object is written, so the database
 * knows every object, even after a crash. A blob with such a row has its ciphertext in the bucket, otherwise
 * in blob_chunks.
 */
export const storedObjects = pgTable(
  'stored_objects',
  {
    /** The last part of the object's name. Every upload has a new id, so a late one overwrites no other. */
    id: uuid('id').primaryKey(),
    /** Null while no blob uses the object. Housekeeping removes such objects, then their rows. */
    blobId: uuid('blob_id')
      .unique()
      .references(() => blobs.id, { onDelete: 'set null' }),
    /** False until its blob is committed. If it is false for long, its upload or its job failed. */
    isCommitted: boolean('is_committed').notNull().default(false),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('stored_objects_free').on(table.createdAt).where(isNull(table.blobId))],
)

/**
 * A finished package imported from dumpus-api that its owner has not requested yet (src/legacy/). It has
 * neither verifier nor tag, because nobody has presented the KEY. The owner's first request turns it into a
 * regular package.
 */
export const legacyResults = pgTable(
  'legacy_results',
  {
    packageId: text('package_id').primaryKey(),
    iv: bytea('iv').notNull(),
    /** Length of the ciphertext in bytes. */
    length: bigint('length', { mode: 'number' }).notNull(),
    isPremium: boolean('is_premium').notNull(),
    /** The time at which dumpus-api stored it. */
    createdAt: moment('created_at').notNull(),
    importedAt: moment('imported_at').notNull().defaultNow(),
  },
  (table) => [check('legacy_results_id_is_md5', sql`${table.packageId} ~ '^[0-9a-f]{32}$'`)],
)

/** The ciphertext of an imported result, in pieces as in blob_chunks. */
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
 * All packages that were ever imported, so that a second import does not restore a deleted one. They are
 * stored as hashes, because the id of a deleted package must not be stored.
 */
export const legacyImports = pgTable('legacy_imports', {
  /** SHA-256 of the package id. */
  idHash: bytea('id_hash').primaryKey(),
})

/**
 * Discord's answer about a user or server, including that it does not exist, cached until `expiresAt`.
 * Nothing connects it with a package.
 */
export const lookups = pgTable(
  'lookups',
  {
    kind: text('kind').$type<'user' | 'guild'>().notNull(),
    /** Discord's id. */
    id: text('id').notNull(),
    /** Null if Discord does not know the id. */
    answer: jsonb('answer'),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id] }), index('lookups_expiring').on(table.expiresAt)],
)

/**
 * The last time, by the database's clock, at which that clock was trusted for a housekeeping task. It shows
 * jumps of the clock (clock-watch.ts).
 */
export const housekeepingRounds = pgTable('housekeeping_rounds', {
  name: text('name').primaryKey(),
  endedAt: moment('ended_at').notNull(),
})

/**
 * Secrets that all nodes of a database share, such as the key that signs download addresses. Each is created
 * once.
 */
export const serverSecrets = pgTable('server_secrets', {
  name: text('name').primaryKey(),
  value: bytea('value').notNull(),
})
