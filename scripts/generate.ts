// `npm run generate`: writes the files that follow from the list of services and from the schemas of their settings.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { generatedFiles, leftOver } from '@lingzhi/stack/generated-files'

const files = await generatedFiles(process.cwd())
for (const path of leftOver(process.cwd(), files)) rmSync(path)
for (const [path, text] of files) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  writeFileSync(path, text)
  process.stdout.write(`${path}\n`)
}
if (process.connected) process.disconnect()
