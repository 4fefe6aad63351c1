import { serviceNames } from '@lingzhi/contracts/services'
import { natsUsers } from '../infrastructure/nats-accounts.ts'
import { notice } from './notice.ts'

/** The variable, and the setting of `.env`, that holds a service's password at NATS. */
export const natsPassword = (service: string) => `NATS_PASSWORD_${service.toUpperCase()}`
/** The same for its database. */
export const databasePassword = (service: string) => `DATABASE_PASSWORD_${service.toUpperCase()}`

/** Between double quotes, where both servers read a backslash and a quote the same way. */
const quoted = `quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g')"; }`

/** docker/start-nats.sh. */
export function startNatsScript(): string {
  const names = {
    subject: (name: string) => `\${subject}${name.replaceAll('$', '\\$')}`,
    resource: (name: string) => `\${resource}${name}`,
  }
  const users = natsUsers(names, (service) => `$(quoted "$${natsPassword(service)}")`)
    .replaceAll('"$JS', '"\\$JS')
    .replaceAll('"$O', '"\\$O')
  return `#!/bin/sh
${notice}#
# Starts NATS in its container with an account for each service, which may do what the table in
# packages/contracts/src/bus-access.ts says. Passwords come from the environment and are on no command line. What is
# monitored is told inside the container alone.
set -eu
umask 077
${quoted}
# A blank value counts as not set.
subject=$(printf '%s' "\${NATS_PREFIX:-}" | tr -d ' ')
resource=$(printf '%s' "$subject" | tr . _)
cat > /tmp/nats.conf <<END
port: 4222
http: "127.0.0.1:8222"
jetstream { store_dir: "/data" }
authorization {
  users = [
${users}
  ]
}
END
# Not read by the server, and by nobody who looks at its environment.
unset ${serviceNames.map(natsPassword).join(' ')}
exec nats-server --config /tmp/nats.conf
`
}

/** docker/start-redis.sh. */
export function startRedisScript(): string {
  return `#!/bin/sh
${notice}#
# Starts Redis in its container. The password comes from the environment and is on no command line. Redis holds reply logs and
# counters, so at its limit it refuses writes instead of dropping keys in use.
set -eu
${quoted}
exec redis-server - <<END
requirepass $(quoted "$REDIS_PASSWORD")
dir /data
appendonly yes
maxmemory \${REDIS_MAXMEMORY:-256mb}
maxmemory-policy noeviction
END
`
}
