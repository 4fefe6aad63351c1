import { runMigrations } from '@lingzhi/db/run-migrations'

await runMigrations('checkin', new URL('../migrations', import.meta.url), process.env)
