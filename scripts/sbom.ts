// `npm run sbom [-- <file>]`: the packages that run in production, with versions, digests and licences, as CycloneDX (JSON).
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const [file = 'lingzhi.cdx.json'] = process.argv.slice(2)
const pnpm = '.tools/node_modules/pnpm/bin/pnpm.mjs'
const made = spawnSync(process.execPath, [pnpm, 'sbom', '--sbom-format', 'cyclonedx', '--prod'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 ** 2,
})
if (made.status === 0) {
  const { components = [] } = JSON.parse(made.stdout) as { components?: unknown[] }
  writeFileSync(file, made.stdout)
  process.stdout.write(`${file}: ${components.length} packages\n`)
} else {
  process.stderr.write(made.stderr || made.stdout)
  process.exitCode = 1
}
if (process.connected) process.disconnect()
