import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiFiles } from '../openapi/api-files.ts'
import type { ApiDocument } from './described-api.ts'
import { undescribedFaults } from './described-api.ts'
import { metricFaultsIn } from './metric-names.ts'
import { missingSchemaFaults } from './service-files.ts'

/** What the API document leaves unsaid, and generated files that no longer are what the routes say. */
export async function apiDocumentFaults(root: string): Promise<string[]> {
  const missing = [...missingSchemaFaults(root), ...metricFaultsIn(root)]
  if (missing.length > 0) return missing
  const files = await apiFiles(root)
  const document = JSON.parse(files[0]!.text) as ApiDocument
  const stale = files
    .filter(({ path, text }) => read(join(root, path)) !== text)
    .map(({ path }) => faultOf(path))
  return [...undescribedFaults(document), ...stale]
}

const faultOf = (path: string) => `${path} is not what the routes say now: npm run generate.`

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
