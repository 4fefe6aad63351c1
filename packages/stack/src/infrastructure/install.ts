import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { installerEnvironment } from '../environment/system.ts'
import { Fault } from '../fault.ts'
import type { Server } from './binaries.ts'
import type { InfrastructureOptions } from './options.ts'

const packages: Record<Server, { apt: string; brew: string; variable: string }> = {
  postgres: { apt: 'postgresql', brew: 'postgresql@17', variable: 'DATABASE_URL' },
  'redis-server': { apt: 'redis-server', brew: 'redis', variable: 'REDIS_URL' },
  'nats-server': { apt: 'nats-server', brew: 'nats-server', variable: 'NATS_URL' },
}

const timeoutMs = 600_000

// A Debian package starts its service once installed and at every boot. The private instances need only the
// binaries, so the start is refused while apt works (exit code 101 is policy-rc.d's "not allowed").
const aptScript = `
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@" || exit 1
if [ -d /run/systemd/system ]; then systemctl --quiet disable "$@" || true; fi
`

/** Installs the packages of the missing servers, or raises a Fault that says what to do instead. */
export async function installServers(
  missing: Server[],
  { dataDir, env: given, note }: InfrastructureOptions,
) {
  const env = installerEnvironment(given)
  const installer = findInstaller(env)
  if (!installer) throw new Fault(`${advice(missing)}; there is no way to install here without a password.`)

  const names = missing.map((server) => packages[server][installer.kind])
  note(`Installing ${names.join(', ')} with ${installer.kind} (this takes a minute) …`)
  const logFile = join(dataDir, 'install.log')
  const [command, ...args] = [...installer.command, ...names]
  if (!(await succeeds(command!, args, env, logFile))) {
    throw new Fault(`${advice(missing)}; ${installer.kind} could not install it here: see ${logFile}.`)
  }
}

function findInstaller(env: NodeJS.ProcessEnv): { kind: 'apt' | 'brew'; command: string[] } | null {
  const root = process.getuid?.() === 0
  if (runs('apt-get', ['--version'], env)) {
    const script = ['sh', '-c', aptScript, 'apt']
    if (root) return { kind: 'apt', command: script }
    if (runs('sudo', ['-n', 'true'], env)) return { kind: 'apt', command: ['sudo', '-n', ...script] }
  }
  if (!root && runs('brew', ['--version'], env)) return { kind: 'brew', command: ['brew', 'install'] }
  return null
}

function advice(missing: Server[]): string {
  const names = missing.map((server) => packages[server].apt).join(', ')
  const variables = missing.map((server) => packages[server].variable).join(', ')
  return `Missing on this machine: ${names}. Install it, or set ${variables} to a running server`
}

function runs(command: string, args: string[], env: NodeJS.ProcessEnv): boolean {
  return spawnSync(command, args, { env, stdio: 'ignore', timeout: 10_000 }).status === 0
}

function succeeds(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<boolean> {
  const log = openSync(logFile, 'w', 0o600)
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', log, log], timeout: timeoutMs })
    closeSync(log)
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}
