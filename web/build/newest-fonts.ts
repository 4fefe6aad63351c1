import type { Plugin } from 'vite'

/** `url(x.woff2) format("woff2"),url(x.woff) format("woff"),…`: what stands behind a font's newest format. */
const olderFormats =
  /(url\([^)]*\.woff2\)\s*format\(["']woff2["']\))(?:\s*,\s*url\([^)]*\)\s*format\([^)]*\))+/g

/** Leaves the older formats of a library's fonts out: every browser that the console is built for reads WOFF2. */
export function newestFonts(): Plugin {
  return {
    name: 'newest-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?', 1)[0]!.endsWith('.css')) return undefined
      const newest = code.replace(olderFormats, '$1')
      return newest === code ? undefined : { code: newest, map: null }
    },
  }
}
