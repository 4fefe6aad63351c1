import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('files', new URL('../migrations', import.meta.url), process.env)
