import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Manifest = { name?: string; version?: string; license?: unknown; licenses?: { type?: string }[] }

/** Licences that ask for no more than to be named. */
const permissive = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Unlicense', 'Python-2.0', 'PSF-2.0', 'WTFPL', 'Zlib', 'AFL-2.1'],
])

/** Packages that name no licence, or one that asks for more, looked at by a person: where they are used. */
const known: Readonly<Record<string, string>> = {
  'jsonc-simple-parser': 'a tool of tests, in no image',
  // MPL-2.0: changes of their own files would have to be published, and nothing is changed.
  'axe-core': 'a tool of tests, in no image',
  // LGPL-3.0-or-later: a library of its own beside sharp, unchanged, that anybody may replace.
  '@img/sharp-libvips': "sharp's decoders",
  lightningcss: 'a tool of the build, of which nothing is in its result',
  // OFL-1.1: may be passed on with anything, and not be sold by itself.
  '@fontsource-variable/instrument-sans': "the console's letters, unchanged",
}

/** Every installed package whose licence is not permissive, or not told. */
export function licenceFaults(root: string): string[] {
  const paths = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: root })
  return faultsOfManifests(
    paths.map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest),
  )
}

export function faultsOfManifests(manifests: Manifest[]): string[] {
  const faults = new Set<string>()
  for (const { name = '', version, license, licenses } of manifests) {
    if (
      !version ||
      name.startsWith('@lingzhi/') ||
      known[name.replace(/^(lightningcss|@img\/sharp-libvips)-.*/, '$1')]
    )
      continue
    const told =
      typeof license === 'string' ? license : ((license as { type?: string })?.type ?? licenses?.[0]?.type)
    if (!told) faults.add(`${name}@${version} names no licence.`)
    else if (!isPermissive(told)) faults.add(`${name}@${version} is under ${told}, which is not permissive.`)
  }
  return [...faults].sort()
}

/** An SPDX expression: one of several to choose from is enough, all of several together are needed. */
function isPermissive(expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(/ OR /i)
  return choices.some((choice) => choice.split(/ AND /i).every((one) => permissive.has(one.trim())))
}
