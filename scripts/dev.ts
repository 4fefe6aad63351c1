// `npm run dev [-- <service> …]`: as `npm start`, but the services named, or all, restart when a file they are made of
// changes, and listen for a debugger. All options of `npm start` work too.
import { existsSync } from 'node:fs'
import { sourcesOf } from './dev/sources-of.ts'

const args = process.argv.slice(2)
const names = args.filter((arg, n) => !arg.startsWith('-') && args[n - 1] !== '--scale')
const unknown = names.find((name) => !existsSync(sourcesOf(name)[0]!))

if (unknown) {
  process.stderr.write(`There is no service called ${unknown}.\n`)
  process.exit(1)
}
const passedOn = args.filter((arg) => !names.includes(arg))
process.argv = [...process.argv.slice(0, 2), `--develop=${names.join(',') || 'all'}`, ...passedOn]
await import('./start.ts')
