#!/bin/sh
# Made by `npm run generate` from the list of services (packages/contracts/src/services.json): change that, or
# packages/stack/src/deploy/, never this file.
#
# Starts Redis in its container. The password comes from the environment and is on no command line. Redis holds reply logs and
# counters, so at its limit it refuses writes instead of dropping keys in use.
set -eu
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }
exec redis-server - <<END
requirepass $(quoted "$REDIS_PASSWORD")
dir /data
appendonly yes
maxmemory ${REDIS_MAXMEMORY:-256mb}
maxmemory-policy noeviction
END
