import { withDatabase } from '@lingzhi/contracts/services'
import { closeServersOwn } from '../infrastructure/databases.ts'
import { notice } from './notice.ts'
import { databasePassword, secretFunction } from './start-servers.ts'

/** docker/create-databases.sh. */
export function createDatabasesScript(): string {
  const calls = withDatabase.map(
    (name) => `create ${name} "$(secret ${databasePassword(name)} SERVICE_DB_PASSWORD)"`,
  )
  return `#!/bin/sh
${notice}#
# A database and a role for each service, which no other role can enter and which enters no other, with the password that it has in a
# file or the environment: none is on a command line. It may run again: what is there stays, and gets the password of now. Waits are bounded by the role,
# so that nothing depends on start-up parameters. SERVICE_DB_PASSWORD is the one for all that older deployments have.
set -eu
${secretFunction}
PGPASSWORD=\${PGPASSWORD:-$(secret POSTGRES_PASSWORD)}
export PGPASSWORD
create() {
  if [ -z "$2" ]; then
    echo "the password of $1's database is not set" >&2
    exit 1
  fi
  ROLE_NAME="lingzhi_$1" ROLE_PASSWORD="$2" psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres <<'SQL'
\\getenv name ROLE_NAME
\\getenv password ROLE_PASSWORD
select format('create role %I', :'name') where not exists (select from pg_roles where rolname = :'name') \\gexec
alter role :"name" login password :'password';
select format('create database %I owner %I encoding ''UTF8'' template template0', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \\gexec
revoke connect on database :"name" from public;
alter role :"name" set statement_timeout = '30s';
alter role :"name" set idle_in_transaction_session_timeout = '30s';
SQL
}
${calls.join('\n')}
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres -c '${closeServersOwn}'
`
}
