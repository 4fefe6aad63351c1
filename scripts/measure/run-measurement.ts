import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { installerEnvironment } from '@lingzhi/stack/environment/system'
import { Fault } from '@lingzhi/stack/fault'
import { openTestInfrastructure } from '@lingzhi/stack/infrastructure/open-test-infrastructure'
import { killGroup } from '@lingzhi/stack/processes/kill-group'

/**
 * Runs one program of a folder on servers that wait for the disk, and exits with its code. The program may
 * install another gateway beside ours and gets what that takes; no other setting or secret of the shell.
 */
export async function runMeasurement(command: string, folder: string): Promise<void> {
  const [name, ...args] = process.argv.slice(2)
  const known = programsOf(folder)
  try {
    if (!name || !known.includes(name))
      throw new Fault(`Usage: npm run ${command} -- <${known.join(' | ')}> [options]`)
    const infrastructure = await openTestInfrastructure(process.env, { durable: true })
    try {
      const { TEST_LOG } = process.env
      const env = { ...installerEnvironment(process.env), TEST_LOG, ...infrastructure.env }
      // Its own process group: what it started ends with it, however it ends.
      const options = { env, stdio: 'inherit', detached: true } as const
      const child = spawn(process.execPath, [`${folder}/${name}.ts`, ...args], options)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => child.kill(signal))
      const [code] = await once(child, 'exit')
      killGroup(child.pid, 'SIGKILL')
      process.exitCode = code ?? 1
    } finally {
      await infrastructure.close()
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Fault ? error.message : (error as Error).stack}\n`)
    process.exitCode = 1
  }
  if (process.connected) process.disconnect()
}

function programsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
}
