// `npm run verify`: everything that can be checked without running anything; seconds, no database.
import { boundaryFaults } from './verify/boundaries.ts'
import { generatedFaults } from './verify/generated.ts'
import { problemsDocFaults } from './verify/problems-doc.ts'
import { runTool } from './verify/run-tool.ts'
import { readSources } from './verify/sources.ts'
import { versionFaults } from './verify/versions.ts'

const root = process.cwd()

const checks = [
  {
    name: 'format and lint',
    run: () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']),
  },
  { name: 'types', run: () => runTool('typescript/bin/tsc', ['--noEmit']) },
  { name: 'boundaries', run: async () => boundaryFaults(readSources(root)) },
  { name: 'versions', run: async () => versionFaults(root) },
  { name: 'problems', run: () => problemsDocFaults(root) },
  { name: 'generated files', run: () => generatedFaults(root) },
]

const results = await Promise.all(checks.map(async ({ name, run }) => ({ name, faults: await run() })))
for (const { name, faults } of results) {
  process.stdout.write(`${faults.length === 0 ? '✓' : '✗'} ${name}\n`)
  for (const fault of faults) process.stdout.write(`${fault.replace(/^/gm, '  ')}\n`)
}
process.exitCode = results.some(({ faults }) => faults.length > 0) ? 1 : 0
