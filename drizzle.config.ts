import { defineConfig } from 'drizzle-kit'

/** `bunx drizzle-kit generate --name what_changes` writes the next migration; the server applies it at start. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema.ts',
  out: './drizzle',
})
