// `npm run generate`: writes every committed file that follows from something else, without starting anything: from the
// routes, from the declared problems, and from the list of services with the schemas of their settings.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { generatedFiles, leftOver } from '@lingzhi/stack/generated-files'
import { apiFiles } from './openapi/api-files.ts'
import { obstacles } from './verify/generated.ts'
import { problemsFile, writtenProblems } from './verify/problems-doc.ts'

const root = process.cwd()
const changed: string[] = []

function write(path: string, text: string) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  writeFileSync(path, text)
  changed.push(path)
}

async function generate() {
  for (const { path, text } of await apiFiles(root)) write(path, text)
  // After the API document, from which it takes the routes.
  write(problemsFile, await writtenProblems(root))
  const files = await generatedFiles(root)
  for (const path of leftOver(root, files)) {
    rmSync(path)
    changed.push(`${path} (removed)`)
  }
  for (const [path, text] of files) write(path, text)
}

const found = obstacles(root)
if (found.length === 0) {
  await generate()
  const report =
    changed.length > 0 ? ['Written:', ...changed.map((path) => `  ${path}`)] : ['Nothing changed.']
  process.stdout.write(`${report.join('\n')}\n`)
} else {
  process.stderr.write(`${found.join('\n')}\n`)
  process.exitCode = 1
}
if (process.connected) process.disconnect()
