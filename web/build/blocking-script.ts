import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * A classic script at the head of the page, which runs before the first frame is painted: Vite itself knows modules only,
 * which run later. It becomes a file of its own, because the content security policy allows nothing inline.
 */
export function blockingScript(path: string): Plugin {
  let source = ''
  let fileName = ''
  let built = false
  return {
    name: 'blocking-script',
    configResolved({ root, command }) {
      source = readFileSync(join(root, path), 'utf8')
      built = command === 'build'
      fileName = `assets/theme-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
    },
    buildStart() {
      if (built) this.emitFile({ type: 'asset', fileName, source })
    },
    transformIndexHtml: () => [
      built
        ? { tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head' }
        : { tag: 'script', children: source, injectTo: 'head' },
    ],
  }
}
