// `npm run generate`: writes the files that follow from the list of services and from the schemas of their settings.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { generatedFiles } from '@lingzhi/stack/generated-files'

for (const [path, text] of await generatedFiles(process.cwd())) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  writeFileSync(path, text)
  process.stdout.write(`${path}\n`)
}
if (process.connected) process.disconnect()
