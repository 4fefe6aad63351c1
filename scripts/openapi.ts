// `npm run openapi`: writes docs/openapi.json, the API document of the whole platform, without starting anything.
import { writeFileSync } from 'node:fs'
import { buildDocument } from './openapi/build-document.ts'

writeFileSync('docs/openapi.json', `${JSON.stringify(await buildDocument(process.cwd()), null, 2)}\n`)
