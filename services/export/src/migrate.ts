import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('export', new URL('../migrations', import.meta.url), process.env)
