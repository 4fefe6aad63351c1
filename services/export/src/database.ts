import type { Kysely } from 'kysely'

// biome-ignore lint/complexity/noBannedTypes: no table yet
export type Database = {}

export type Db = Kysely<Database>
