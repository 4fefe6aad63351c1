import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildFault, buildFolder, ownBuilds } from '@lingzhi/stack/console/ensure-build'

/** An entry of Vite's manifest; `imports` are loaded together with it, `dynamicImports` when they are first needed. */
export type Chunk = { file: string; src?: string; imports?: string[] }
export type ChunkManifest = Readonly<Record<string, Chunk>>

const entry = 'index.html'
/** What a conversation needs besides: the part that is imported when one is opened. */
const withConversation = 'src/markdown/render.tsx'

/** Bytes of JavaScript after gzip -9. */
const budgets = { 'a new chat': 180_000, 'a conversation': 200_000 }

/** Builds the console if its sources changed, and compares what a visitor has to load with the budget. */
export async function consoleSizeFaults(root: string): Promise<string[]> {
  const folder = buildFolder(root, ownBuilds(root))
  const fault = await buildFault({ root, folder })
  if (fault) return [fault]
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as ChunkManifest
  const sizeOf = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
  return sizeFaults(manifest, sizeOf)
}

export function sizeFaults(manifest: ChunkManifest, sizeOf: (file: string) => number): string[] {
  // Without it the second budget would say nothing.
  if (!manifest[withConversation])
    return [`The console has no part ${withConversation} that is loaded later.`]
  const needed = { 'a new chat': [entry], 'a conversation': [entry, withConversation] }
  return Object.entries(budgets).flatMap(([what, budget]) => {
    const files = filesOf(manifest, needed[what as keyof typeof needed])
    const sizes = files.map((file) => ({ file, bytes: sizeOf(file) })).sort((a, b) => b.bytes - a.bytes)
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total <= budget) return []
    const largest = sizes.slice(0, 5).map(({ file, bytes }) => `${file} ${kB(bytes)}`)
    return [
      `The console loads ${kB(total)} of JavaScript for ${what}, and the budget is ${kB(budget)}: import later what is not needed at once. The largest: ${largest.join(', ')}.`,
    ]
  })
}

const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`

/** The scripts that are loaded together with these, each once. */
export function filesOf(manifest: ChunkManifest, keys: string[]): string[] {
  const seen = new Set<string>()
  const follow = (key: string) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const next of manifest[key]?.imports ?? []) follow(next)
  }
  keys.forEach(follow)
  return [...new Set([...seen].flatMap((key) => manifest[key]?.file ?? []))].filter((file) =>
    file.endsWith('.js'),
  )
}
