// `npm run verify`: everything that can be checked without running anything; seconds, no database.

import { apiDocumentFaults } from './verify/api-document.ts'
import { boundaryFaults } from './verify/boundaries.ts'
import { consoleSizeFaults } from './verify/console-size.ts'
import { deadExportFaults } from './verify/dead-exports.ts'
import { dependencyFaults, readManifests } from './verify/dependencies.ts'
import type { Check } from './verify/faults-of.ts'
import { faultsOf } from './verify/faults-of.ts'
import { fileCycleFaults } from './verify/file-cycles.ts'
import { generatedFaults } from './verify/generated.ts'
import { kubernetesFaultsIn } from './verify/kubernetes.ts'
import { licenceFaults } from './verify/licences.ts'
import { monitoringFaultsIn } from './verify/monitoring.ts'
import { namedFaults } from './verify/named.ts'
import { problemsDocFaults } from './verify/problems-doc.ts'
import { readmeExampleFaults } from './verify/readme-example.ts'
import { readReadmes, roomFaults } from './verify/rooms.ts'
import { runTool } from './verify/run-tool.ts'
import { serviceFaults } from './verify/service-files.ts'
import { readSources } from './verify/sources.ts'
import { versionFaults } from './verify/versions.ts'
import { webRoomFaults } from './verify/web-rooms.ts'

const root = process.cwd()

const checks: Check[] = [
  {
    name: 'format and lint',
    run: () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']),
  },
  { name: 'types', run: () => runTool('typescript/bin/tsc', ['--noEmit']) },
  {
    name: 'types of the API client without Node',
    run: () => runTool('typescript/bin/tsc', ['-p', 'packages/api-client/tsconfig.build.json', '--noEmit']),
  },
  { name: 'types of the console', run: () => runTool('typescript/bin/tsc', ['--noEmit', '-p', 'web']) },
  { name: 'rooms of the console', run: async () => webRoomFaults(readSources(root)) },
  { name: 'size of the console', run: () => consoleSizeFaults(root) },
  { name: 'boundaries', run: async () => boundaryFaults(readSources(root)) },
  {
    name: 'example of the API client',
    run: () => readmeExampleFaults(root),
  },
  { name: 'circles', run: async () => fileCycleFaults(readSources(root)) },
  { name: 'rooms', run: async () => roomFaults(readSources(root), readReadmes(root)) },
  { name: 'dependencies', run: async () => dependencyFaults(readSources(root), readManifests(root)) },
  { name: 'dead exports', run: async () => deadExportFaults(readSources(root)) },
  { name: 'licences', run: async () => licenceFaults(root) },
  { name: 'alerts and dashboards', run: async () => monitoringFaultsIn(root) },
  { name: 'Kubernetes files', run: () => kubernetesFaultsIn(root) },
  { name: 'names in documents', run: async () => namedFaults(root) },
  { name: 'files of services', run: async () => serviceFaults(root) },
  { name: 'versions', run: async () => versionFaults(root) },
  { name: 'problems', run: () => problemsDocFaults(root) },
  { name: 'API document and its types', run: () => apiDocumentFaults(root) },
  { name: 'generated files', run: () => generatedFaults(root) },
]

const results = await Promise.all(checks.map(faultsOf))
for (const { name, faults } of results) {
  process.stdout.write(`${faults.length === 0 ? '✓' : '✗'} ${name}\n`)
  for (const fault of faults) process.stdout.write(`${fault.replace(/^/gm, '  ')}\n`)
}
process.exitCode = results.some(({ faults }) => faults.length > 0) ? 1 : 0
