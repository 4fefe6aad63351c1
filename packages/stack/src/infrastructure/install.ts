import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installerEnvironment } from '../environment/system.ts'
import { Fault } from '../fault.ts'
import type { InfrastructureOptions } from './options.ts'
import { canUnpack, type Server, serversFolder, unpackServers } from './unpack-servers.ts'

const packages: Record<Server, { apt: string; brew: string; variable: string }> = {
  postgres: { apt: 'postgresql', brew: 'postgresql@17', variable: 'DATABASE_URL' },
  'redis-server': { apt: 'redis-server', brew: 'redis', variable: 'REDIS_URL' },
  'nats-server': { apt: 'nats-server', brew: 'nats-server', variable: 'NATS_URL' },
}

const timeoutMs = 600_000

// A Debian package starts its service once installed and at every boot. The private instances need only the
// binaries, so the start is refused while apt works (exit code 101 is policy-rc.d's "not allowed"), and what apt enabled
// for the next boot is disabled, also where systemd does not run now, as in an image.
const aptScript = `
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@" || exit 1
for service in "$@"; do
  if command -v systemctl > /dev/null; then systemctl --quiet disable "$service" < /dev/null && continue; fi
  if command -v deb-systemd-helper > /dev/null; then
    DPKG_MAINTSCRIPT_PACKAGE="$service" deb-systemd-helper disable "$service.service"
  fi
  if command -v update-rc.d > /dev/null; then update-rc.d "$service" disable; fi
done
true
`

/** Installs the packages of the missing servers, or raises a Fault that says what to do instead. */
export async function installServers(
  missing: Server[],
  { dataDir, env: given, note }: InfrastructureOptions,
) {
  const env = installerEnvironment(given)
  const installer = findInstaller(env)
  if (!installer) return await unpackInstead(missing, env, { dataDir, note })

  const names = missing.map((server) => packages[server][installer.kind])
  note(`Installing ${names.join(', ')} with ${installer.kind} (this takes a minute) …`)
  const logFile = join(dataDir, 'install.log')
  const [command, ...args] = [...installer.command, ...names]
  if (!(await succeeds(command!, args, env, logFile))) {
    const full = /no space left|enough free space/i.test(readFileSync(logFile, 'utf8'))
    const why = full ? 'the disk is full' : `see ${logFile}`
    throw new Fault(
      `${installer.kind} could not install ${names.join(', ')} (${why}).\n${advice(missing, env)}`,
    )
  }
  if (installer.kind === 'apt')
    note(
      `Installed ${names.join(', ')}; their system services are disabled, since Lingzhi runs servers of its own`,
    )
}

/** Without root: the same packages, for Lingzhi alone. */
async function unpackInstead(
  missing: Server[],
  env: NodeJS.ProcessEnv,
  { dataDir, note }: Pick<InfrastructureOptions, 'dataDir' | 'note'>,
) {
  if (!canUnpack((command, args) => runs(command, args, env))) throw new Fault(advice(missing, env))
  const names = missing.map((server) => packages[server].apt).join(', ')
  const folder = serversFolder()
  note(`Unpacking ${names} into ${folder}, as this user may not install (this takes a minute) …`)
  const log = join(dataDir, 'install.log')
  writeFileSync(log, '', { mode: 0o600 })
  await unpackServers(missing, { folder, env, log }).catch((error) => {
    throw new Fault(
      `${names} could not be unpacked into ${folder} (${error.message}; see ${log}).\n${advice(missing, env)}`,
    )
  })
  note(`Unpacked ${names}; nothing of the system was changed`)
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

/** What is missing, and the line to paste. */
function advice(missing: Server[], env: NodeJS.ProcessEnv): string {
  const names = missing.map((server) => packages[server].apt)
  const variables = missing.map((server) => packages[server].variable).join(', ')
  const several = missing.length > 1
  const what = `Missing on this machine: ${names.join(', ')}. Lingzhi may not install ${several ? 'them' : 'it'} here.`
  const line = installLine(missing, env)
  const instead = `set ${variables} to ${several ? 'running servers' : 'a running server'}`
  return line
    ? `${what} Install ${several ? 'them' : 'it'}, and start again:\n\n  ${line}\n\nOr ${instead}.`
    : `${what} Install ${several ? 'them' : 'it'} with this system's package manager, or ${instead}.`
}

/** As a person would type it: with `sudo` unless they are root, in the words of the package manager that is there. */
function installLine(missing: Server[], env: NodeJS.ProcessEnv): string | undefined {
  const as = process.getuid?.() === 0 ? '' : 'sudo '
  const apt = missing.map((server) => packages[server].apt).join(' ')
  const brew = missing.map((server) => packages[server].brew).join(' ')
  if (runs('apt-get', ['--version'], env)) return `${as}apt-get update && ${as}apt-get install -y ${apt}`
  if (runs('brew', ['--version'], env)) return `brew install ${brew}`
  return undefined
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
