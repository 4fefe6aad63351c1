import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { serviceNames } from '@lingzhi/contracts/services'
import type { Routes } from './named-routes.ts'
import { missingRoutes, routesOf } from './named-routes.ts'

export type Page = { path: string; text: string }
export type Known = {
  /** Whether there is a file or folder, relative to the checkout. */
  exists: (path: string) => boolean
  /** Everything that is not prose: sources, compose and Kubernetes files. */
  code: string
  scripts: readonly string[]
  routes: Routes
}

const decisionIndex = 'docs/decisions/README.md'
// Decisions are records of their day; what they name may have moved since.
const pages = ['*.md', 'docs/*.md', decisionIndex, '{services,packages}/*/*.md']
const code = [
  '{services,packages,scripts,bench,e2e,ops}/**/*.{ts,mjs,jsonl}',
  'k8s/**/*.yaml',
  'docker-compose.yml',
  'Dockerfile',
]
const subjects = new RegExp(`^(ask\\.[a-z-]+\\.[a-z-]+|(${serviceNames.join('|')})(\\.[a-z-]+){2})$`)
const folders = /^(services|packages|docs|scripts|e2e|bench|k8s|docker)\/[\w./-]*$/
/** `openDeps(…)` is a function of ours or of the platform; a single letter stands for any. */
const calls = /^(\w{2,})\([^`]*\)$/
const declarations = /\b(?:function\*?|const|class)\s+(\w+)/g
/** `ReplyEvent`: a type or a class. Names in lower case may as well be fields of somebody else's. */
const types = /^(?:[A-Z][a-z\d]+){2,}$/

/** Files, settings, error codes, subjects, routes, functions, types and scripts that a document names and that are not there (any more). */
export function namedFaults(root: string): string[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const exclude = (name: string) => name === 'node_modules' || name === 'dist'
  const find = (patterns: string[]) => globSync(patterns, { cwd: root, exclude })
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const index = read(decisionIndex)
  const unlisted = find(['docs/decisions/[0-9]*.md'])
    .filter((path) => !index.includes(`(${posix.basename(path)})`))
    .map((path) => `${decisionIndex} does not list ${path}.`)
  const faults = faultsOfPages(
    find(pages)
      .sort()
      .map((path) => ({ path, text: read(path) })),
    {
      exists: (path) => existsSync(join(root, path)),
      code: find(code).map(read).join('\n'),
      scripts: Object.keys(scripts),
      routes: routesOf(JSON.parse(read('docs/openapi.json'))),
    },
  )
  return [...faults, ...unlisted]
}

export function faultsOfPages(pages: Page[], known: Known): string[] {
  const words = new Set(known.code.match(/\b[A-Za-z]\w*/g))
  const declared = new Set([...known.code.matchAll(declarations)].map(([, name]) => name!))
  return pages.flatMap(({ path, text: whole }) => {
    const text = withoutOthers(whole)
    const folder = posix.dirname(path)
    const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!)
    const links = [...text.matchAll(/\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!)
    const missing = [
      ...spans.filter((span) => folders.test(span) && !known.exists(span)),
      // Of a service or a package; elsewhere it means that of any.
      ...spans.filter(
        (span) => folder !== '.' && /^src\/[\w./-]+$/.test(span) && !known.exists(posix.join(folder, span)),
      ),
      ...links.filter((link) => !known.exists(posix.join(folder, link))),
      ...namesIn(spans).filter((name) => !words.has(name)),
      ...missingRoutes(text, known.routes),
      ...spans
        .flatMap((span) => calls.exec(span)?.[1] ?? [])
        .filter((name) => !declared.has(name) && !(name in globalThis)),
      ...spans.filter((span) => types.test(span) && !words.has(span)),
      ...spans.filter((span) => subjects.test(span) && !known.code.includes(`'${span}'`)),
      ...[...text.matchAll(/\bnpm run ([\w:-]+)/g)]
        .filter(([, script]) => !known.scripts.includes(script!))
        .map(([whole]) => whole),
    ]
    return [...new Set(missing)].map((name) => `${path} names ${name}, which is not there.`)
  })
}

/** Between `<!-- before -->` and `<!-- /before -->` the first cell of a row, and any line outside tables, names what others have or had. */
const withoutOthers = (text: string) =>
  text.replace(/<!-- before -->.*?<!-- \/before -->/gs, (part) =>
    part
      .split('\n')
      .map((line) => /^\|[^|]*(\|.*)/.exec(line)?.[1] ?? '')
      .join('\n'),
  )

/** Settings and error codes: `NAME`, `NAME=value`, `NAME=value npm start`. */
const namesIn = (spans: string[]) =>
  spans.flatMap((span) => /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=|$)/.exec(span)?.[1] ?? [])
