import { serviceNames } from '@lingzhi/contracts/services'
import { natsUsers } from '../infrastructure/nats-accounts.ts'
import { notice } from './notice.ts'

/** The variable, and the setting of `.env`, that holds a service's password at NATS. */
export const natsPassword = (service: string) => `NATS_PASSWORD_${service.toUpperCase()}`
/** The same for its database. */
export const databasePassword = (service: string) => `DATABASE_PASSWORD_${service.toUpperCase()}`

/** Between double quotes, where both servers read a backslash and a quote the same way. */
const quoted = `quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g')"; }`

/**
 * A secret of a container's: from the file that Compose mounts, else from the environment, as Kubernetes sets it. Of several names the
 * first that has one; empty where none has.
 */
export const secretFunction = `secret() {
  for name in "$@"; do
    if [ -f "/run/secrets/$name" ]; then cat "/run/secrets/$name" && echo; else printenv "$name" || true; fi
  done | sed -n '/./{p;q;}'
}`

/** The same where nothing can begin without it. */
const neededFunction = `needed() {
  value=$(secret "$1")
  if [ -z "$value" ]; then
    echo "$1 is not set" >&2
    exit 1
  fi
  printf '%s' "$value"
}`

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
# packages/contracts/src/bus-access.ts says. Passwords come from files, or the environment, and are on no command line. What is
# monitored is told inside the container alone.
set -eu
umask 077
${secretFunction}
${neededFunction}
${quoted}
${serviceNames.map((name) => `${natsPassword(name)}=$(needed ${natsPassword(name)})`).join('\n')}
# A blank value counts as not set.
subject=$(printf '%s' "\${NATS_PREFIX:-}" | tr -d ' ')
resource=$(printf '%s' "$subject" | tr . _)
# For backups; a deployment from before it has none.
operator=
NATS_PASSWORD_OPERATOR=$(secret NATS_PASSWORD_OPERATOR)
if [ -n "$(printf '%s' "$NATS_PASSWORD_OPERATOR" | tr -d ' ')" ]; then
  operator="{ user: lingzhi, password: $(quoted "$NATS_PASSWORD_OPERATOR") }"
fi
cat > /tmp/nats.conf <<END
port: 4222
http: "127.0.0.1:8222"
jetstream { store_dir: "/data" }
authorization {
  users = [
${users}
    $operator
  ]
}
END
# Of a release that has accounts which the one before had not.
if [ "\${1:-}" = reload ]; then
  kill -HUP 1
  exit
fi
# Not read by the server, and by nobody who looks at its environment.
unset ${serviceNames.map(natsPassword).join(' ')} NATS_PASSWORD_OPERATOR
exec nats-server --config /tmp/nats.conf
`
}

/** docker/start-redis.sh. */
export function startRedisScript(): string {
  return `#!/bin/sh
${notice}#
# Starts Redis in its container. The password comes from a file, or the environment, and is on no command line. Redis holds reply
# logs and counters, so at its limit it refuses writes instead of dropping keys in use.
set -eu
${secretFunction}
${neededFunction}
${quoted}
REDIS_PASSWORD=$(needed REDIS_PASSWORD)
# The health check of Compose. -e: a refusal, as of a wrong password, is a failure.
if [ "\${1:-}" = ping ]; then
  export REDISCLI_AUTH="$REDIS_PASSWORD"
  exec redis-cli -e ping
fi
exec redis-server - <<END
requirepass $(quoted "$REDIS_PASSWORD")
dir /data
appendonly yes
maxmemory \${REDIS_MAXMEMORY:-256mb}
maxmemory-policy noeviction
END
`
}
