import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('learning', new URL('../migrations', import.meta.url), process.env)
