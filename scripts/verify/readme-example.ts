import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

/** The compiler's faults in the example in packages/api-client/README.md, as a front end's project would compile it. */
export async function readmeExampleFaults(root: string): Promise<string[]> {
  const readme = readFileSync(join(root, 'packages/api-client/README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1]
  if (!example) return ['packages/api-client/README.md has no example in a block of ts.']
  // There, because it imports the package by its name and is no package's file.
  const folder = join(root, 'node_modules/.cache/lingzhi')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'readme-example.ts')
  writeFileSync(file, example)
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions']
  const target = ['--target', 'esnext', '--lib', 'esnext,dom', '--module', 'nodenext']
  return runTool('typescript/bin/tsc', [...flags, ...target, '--types', 'node', file])
}
