/** The grammars that give colours, with the names people write behind a fence. */
const names = {
  c: 'h c++ cpp cc hpp objc',
  csharp: 'c# cs',
  css: 'scss less',
  diff: 'patch',
  docker: 'dockerfile',
  go: 'golang',
  html: 'htm vue svelte',
  ini: 'conf properties env',
  java: '',
  json: 'json5 jsonc',
  kotlin: 'kt',
  lua: '',
  markdown: 'md',
  php: '',
  powershell: 'ps1',
  python: 'py python3',
  r: '',
  rust: 'rs',
  shellscript: 'bash console sh shell zsh',
  sql: 'mysql postgres postgresql sqlite',
  swift: '',
  toml: '',
  tsx: 'javascript js jsx',
  typescript: 'cts mjs mts ts',
  xml: 'svg',
  yaml: 'yml',
}

export type Grammar = keyof typeof names

const grammars = new Map(
  Object.entries(names).flatMap(([grammar, others]) =>
    [grammar, ...others.split(' ')].map((name) => [name, grammar as Grammar]),
  ),
)

/** Which grammar colours code whose fence names this language. */
export const grammarOf = (language: string): Grammar | undefined => grammars.get(language.toLowerCase())
