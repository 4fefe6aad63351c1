import { spawn } from 'node:child_process'

let found: Promise<readonly string[]> | undefined

/**
 * What to put before a command so that it has no network: a namespace of its own, where Linux lets us have one. Elsewhere,
 * as in most containers, nothing: there the network's own rules bound it (k8s/base/network-policy.yaml).
 */
export function withoutNetwork(): Promise<readonly string[]> {
  found ??= find()
  return found
}

async function find(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  // In a user namespace without a map the program is nobody, and no user of the system.
  const prefix = process.getuid?.() === 0 ? ['unshare', '--net', '--'] : ['unshare', '--user', '--net', '--']
  return (await works(prefix)) ? prefix : []
}

const works = ([command, ...args]: string[]) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(command!, [...args, 'true'], { env: { PATH: '/usr/bin:/bin' }, stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('close', (code) => resolve(code === 0))
  })
