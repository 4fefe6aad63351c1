import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

/** The compiler's faults in the examples in packages/api-client/README.md, as a front end's project would compile them. */
export async function readmeExampleFaults(root: string): Promise<string[]> {
  const readme = readFileSync(join(root, 'packages/api-client/README.md'), 'utf8')
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, example]) => example!)
  if (examples.length === 0) return ['packages/api-client/README.md has no example in a block of ts.']
  // There, because they import the package by its name and are no package's files.
  const folder = join(root, 'node_modules/.cache/lingzhi')
  mkdirSync(folder, { recursive: true })
  const files = examples.map((example, index) => {
    const file = join(folder, `readme-example-${index + 1}.ts`)
    writeFileSync(file, example)
    return file
  })
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions']
  const target = ['--target', 'esnext', '--lib', 'esnext,dom', '--module', 'nodenext']
  return runTool('typescript/bin/tsc', [...flags, ...target, '--types', 'node', ...files])
}
