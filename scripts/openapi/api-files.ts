import { generateTypes } from '@lingzhi/api-client/generate-types'
import { buildDocument } from './build-document.ts'

/** What follows from the routes and is committed all the same, because front ends read it: path and text. */
export async function apiFiles(root: string): Promise<{ path: string; text: string }[]> {
  const document = await buildDocument(root)
  return [
    { path: 'docs/openapi.json', text: `${JSON.stringify(document, null, 2)}\n` },
    { path: 'packages/api-client/src/schema.ts', text: await generateTypes(document) },
  ]
}
