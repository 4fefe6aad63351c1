import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import type { Grammar } from './languages.ts'
import type { Line } from './line.ts'

/** Each is a file of its own, loaded when code of it first appears. */
const loaders: Record<Grammar, () => Promise<unknown>> = {
  c: () => import('shiki/langs/c.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  lua: () => import('shiki/langs/lua.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  shellscript: () => import('shiki/langs/shellscript.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
}

// The engine that is plain JavaScript: the content security policy allows no WebAssembly.
const highlighter = createHighlighterCore({
  themes: [createCssVariablesTheme({ name: 'tokens', variablePrefix: '--' })],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
})

/** Lines of one turn: the page answers clicks and keys in between. */
const atOnce = 60
const longestLine = 2_000
const pause = () => new Promise((resolve) => setTimeout(resolve))

/** Code as lines of coloured pieces, which together say what the code says. */
export async function highlight(code: string, grammar: Grammar): Promise<Line[]> {
  const shiki = await highlighter
  if (!shiki.getLoadedLanguages().includes(grammar)) await shiki.loadLanguage(loaders[grammar] as never)
  const lines = code.split('\n')
  const coloured: Line[] = []
  let state: ReturnType<typeof shiki.getLastGrammarState> | undefined
  for (let at = 0; at < lines.length; at += atOnce) {
    if (at > 0) await pause()
    const tokens = shiki.codeToTokensBase(lines.slice(at, at + atOnce).join('\n'), {
      lang: grammar,
      theme: 'tokens',
      ...(state && { grammarState: state }),
      tokenizeMaxLineLength: longestLine,
      tokenizeTimeLimit: 50,
    })
    state = shiki.getLastGrammarState(tokens)
    for (const line of tokens)
      coloured.push(line.map(({ content, color }) => ({ text: content, kind: kindOf(color) })))
  }
  return coloured
}

/** `var(--token-keyword)` → `keyword`; nothing for plain text. */
const kindOf = (color = '') => /--token-([\w-]+)/.exec(color)?.[1]
