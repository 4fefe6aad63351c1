#!/bin/sh
# Made by `npm run generate` from the list of services (packages/contracts/src/services.json): change that, or
# packages/stack/src/deploy/, never this file.
#
# Starts Redis in its container. The password comes from a file, or the environment, and is on no command line. Redis holds reply
# logs and counters, so at its limit it refuses writes instead of dropping keys in use.
set -eu
secret() {
  for name in "$@"; do
    if [ -f "/run/secrets/$name" ]; then cat "/run/secrets/$name" && echo; else printenv "$name" || true; fi
  done | sed -n '/./{p;q;}'
}
needed() {
  value=$(secret "$1")
  if [ -z "$value" ]; then
    echo "$1 is not set" >&2
    exit 1
  fi
  printf '%s' "$value"
}
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }
REDIS_PASSWORD=$(needed REDIS_PASSWORD)
# The health check of Compose. -e: a refusal, as of a wrong password, is a failure.
if [ "${1:-}" = ping ]; then
  export REDISCLI_AUTH="$REDIS_PASSWORD"
  exec redis-cli -e ping
fi
exec redis-server - <<END
requirepass $(quoted "$REDIS_PASSWORD")
dir /data
appendonly yes
maxmemory ${REDIS_MAXMEMORY:-256mb}
maxmemory-policy noeviction
END
