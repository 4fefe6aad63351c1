// `npm run openapi`: writes docs/openapi.json, the API document of the whole platform, and the types of
// packages/api-client that follow from it, without starting anything.
import { writeFileSync } from 'node:fs'
import { apiFiles } from './openapi/api-files.ts'

for (const { path, text } of await apiFiles(process.cwd())) writeFileSync(path, text)
if (process.connected) process.disconnect()
