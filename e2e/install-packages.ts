import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const timeoutMs = 240_000

/**
 * Installs packages of Debian whose file is missing, because nothing but a package manager's files comes onto the machine: a
 * sentence that tells what to do where it cannot, undefined when all is there.
 */
export function installFault(what: string, needed: Readonly<Record<string, string>>): string | undefined {
  const missing = Object.entries(needed).flatMap(([name, file]) => (existsSync(file) ? [] : [name]))
  if (missing.length === 0) return undefined
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return `${what} need ${missing.join(', ')}. Install them: sudo ${install}`
  // One of several test files at once holds apt's lock: the others wait for it.
  const command = `apt-get update -q && ${install.replace('apt-get', 'apt-get -q -o DPkg::Lock::Timeout=200')}`
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    timeout: timeoutMs,
  })
  if (status === 0) return undefined
  return `${what} need ${missing.join(', ')}, and ${install} failed:\n${stdout}${stderr}`
}
