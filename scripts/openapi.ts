// `npm run openapi`: writes docs/openapi.json, the API document of the whole platform, and the types of
// packages/api-client that follow from it, without starting anything.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { apiFiles } from './openapi/api-files.ts'

for (const { path, text } of await apiFiles(process.cwd())) {
  const same = existsSync(path) && readFileSync(path, 'utf8') === text
  if (!same) writeFileSync(path, text)
  process.stdout.write(`${path}: ${same ? 'nothing has changed' : 'written'}\n`)
}
if (process.connected) process.disconnect()
