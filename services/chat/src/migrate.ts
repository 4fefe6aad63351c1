import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('chat', new URL('../migrations', import.meta.url), process.env)
