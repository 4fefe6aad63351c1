import { withDatabase } from '@lingzhi/contracts/services'
import { notice } from './notice.ts'

/** docker/create-databases.sh. */
export function createDatabasesScript(): string {
  return `#!/bin/sh
${notice}#
# Run once by the PostgreSQL image on an empty data directory: a database and a role per service, which no
# other role can enter. Waits are bounded by the role, so that nothing depends on start-up parameters.
set -eu
for service in ${withDatabase.join(' ')}; do
  psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres \\
    -v name="lingzhi_$service" -v password="$SERVICE_DB_PASSWORD" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name" encoding 'UTF8' template template0;
revoke connect on database :"name" from public;
alter role :"name" set statement_timeout = '30s';
alter role :"name" set idle_in_transaction_session_timeout = '30s';
SQL
done
`
}
