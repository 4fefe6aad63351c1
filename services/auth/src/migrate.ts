import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('auth', new URL('../migrations', import.meta.url), process.env)
