import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedFiles } from '../openapi/generated-files.ts'

/** Generated files that no longer are what the routes say. */
export async function apiDocumentFaults(root: string): Promise<string[]> {
  const files = await generatedFiles(root)
  return files.filter(({ path, text }) => read(join(root, path)) !== text).map(({ path }) => faultOf(path))
}

const faultOf = (path: string) => `${path} is not what the routes say now: npm run openapi, then commit it.`

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
