// The first thing that runs in a fresh checkout: `node scripts/bootstrap.mjs <command> [arguments]`.
// The machine's own Node may be 18 or 20 and there is no node_modules yet, so this file and the folder
// beside it are plain JavaScript without a dependency. They install the pinned pnpm, the packages and with
// them Node 24, then hand over to scripts/<command>.ts.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkJson } from './bootstrap/check-json.mjs'
import { checkPlatform } from './bootstrap/check-platform.mjs'
import { Fault, root } from './bootstrap/checkout.mjs'
import { handOver } from './bootstrap/hand-over.mjs'
import { installPackages, workspaceManifests } from './bootstrap/packages.mjs'

const [command, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${command}.ts`)

try {
  checkPlatform()
  if (!command || !/^[a-z][a-z-]*$/.test(command) || !existsSync(script)) throw new Fault(usage())
  // Before anything imports them: an import that fails says so with a stack, and before any check has run.
  checkJson(['packages/contracts/src/services.json', ...workspaceManifests()])
  // The lockfile follows from the manifests, and so is one of the files that generate makes.
  await installPackages({ frozen: command !== 'generate' })
  process.exitCode = await handOver(script, args)
} catch (error) {
  process.stderr.write(`${error instanceof Fault ? error.message : error.stack}\n`)
  process.exitCode = 1
}

function usage() {
  const commands = readdirSync(join(root, 'scripts'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
  return `Usage: node scripts/bootstrap.mjs <${commands.join(' | ')}> [arguments]`
}
