import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkDigests } from './check-digests.mjs'
import { Fault, root, toolsDir } from './checkout.mjs'
import { run } from './run.mjs'

// This entry needs no install script: npm 11 and later may block those, and then only the shell
// placeholders beside it would be left. It finds the native binary among pnpm's optional dependencies.
const entry = join(toolsDir, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs')

/** Returns the script of the pnpm that package.json pins, fetched from the npm registry if it is not there. */
export async function fetchPnpm() {
  const { devEngines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { version } = devEngines.packageManager
  if (pnpmVersion() === version) return entry

  process.stderr.write(`Fetching pnpm ${version} …\n`)
  const npm = npmCommand()
  await run(
    npm.command,
    [...npm.args, 'install', '--prefix', toolsDir, '--ignore-scripts', '--no-audit', '--no-fund'].concat([
      '--loglevel=error',
      '--fetch-retries=1',
      '--fetch-retry-mintimeout=1000',
      `pnpm@${version}`,
    ]),
    { failure: `pnpm ${version} could not be fetched`, quiet: true },
  )
  checkDigests(version)
  if (pnpmVersion() !== version) {
    throw new Fault(`pnpm ${version} was fetched into ${toolsDir} but does not run on this machine.`)
  }
  return entry
}

function pnpmVersion() {
  const { stdout } = spawnSync(process.execPath, [entry, '--version'], {
    cwd: toolsDir,
    encoding: 'utf8',
    timeout: 30_000,
  })
  return stdout?.trim()
}

function npmCommand() {
  const running = process.env.npm_execpath
  if (running?.endsWith('npm-cli.js')) return { command: process.execPath, args: [running] }
  if (spawnSync('npm', ['--version'], { timeout: 30_000 }).status === 0) return { command: 'npm', args: [] }
  throw new Fault(
    'npm is missing: install Node.js together with npm (on Debian: apt-get install nodejs npm).',
  )
}
