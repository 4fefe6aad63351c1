/** What is told of a migration before it runs: `breaks` what the running version needs, or only takes a lock for long. */
export type Judgement = { breaks: string[]; locks: string[] }

type Rule = { pattern: RegExp; says: string }

const identifier = '"?[\\w.]+"?'

/** The running version reads and writes beside the migration and after it: what it names must stay, and what it leaves out too. */
const breaking: Rule[] = [
  { pattern: /\bdrop\s+table\b|\.dropTable\(/, says: 'drops a table' },
  { pattern: /\bdrop\s+column\b|\.dropColumn\(/, says: 'drops a column' },
  {
    pattern: /\balter\s+table\s+\S+\s+rename\b|\.renameTo\(|\.renameColumn\(/,
    says: 'renames a table or a column',
  },
  {
    pattern: /\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b|\.setDataType\(/,
    says: "changes a column's type",
  },
  {
    pattern: /\balter\s+column\s+\S+\s+set\s+not\s+null\b|\.setNotNull\(/,
    says: 'demands a value where there was none',
  },
  { pattern: /\bdrop\s+(?:function|procedure|view|type)\b/, says: 'drops a function, a view or a type' },
]

const locking: Rule[] = [
  {
    pattern: /\bcreate\s+(?:unique\s+)?index\s+(?!concurrently)/,
    says: 'makes an index, and holds up writes meanwhile',
  },
  {
    pattern: /\badd\s+(?:constraint|check|foreign\s+key)\b(?![\s\S]*?\bnot\s+valid\b)/,
    says: 'checks every row for a constraint, and holds up writes meanwhile',
  },
  { pattern: /\bupdate\s+\w+\s+set\b(?![\s\S]*?\bwhere\b)/, says: 'rewrites every row of a table' },
]

/**
 * Judges a migration by reading its text: the running version goes on beside it until traffic has moved, and again if that is
 * taken back. A table that the same migration makes is nobody's yet. Reading is no proof: `-- survives: why` in the text of
 * a migration, or `// survives: why`, says that a person has judged what follows in that statement.
 */
export function judgeMigration(source: string): Judgement {
  const down = source.search(/export\s+(?:async\s+)?function\s+down\b/)
  const text = down < 0 ? source : source.slice(0, down)
  const statements = statementsOf(text).filter((one) => !/(?:--|\/\/)\s*survives:/.test(one))
  const made = new Set(
    [
      ...text.matchAll(new RegExp(`create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(${identifier})`, 'gi')),
    ].map(([, name]) => name!.toLowerCase()),
  )
  const rest = statements.filter((one) => {
    const table = new RegExp(
      `(?:alter\\s+table(?:\\s+if\\s+exists)?|\\bon|\\bupdate)\\s+(${identifier})`,
      'i',
    ).exec(one)?.[1]
    return !(table && made.has(table.toLowerCase()))
  })
  const found = (rules: Rule[]) => [
    ...new Set(
      rest.flatMap((one) => rules.filter(({ pattern }) => matches(pattern, one)).map(({ says }) => says)),
    ),
  ]
  return { breaks: [...found(breaking), ...notNullWithout(rest)], locks: found(locking) }
}

/** A function that is dropped and made again under the same parameters stays for its callers. */
function matches(pattern: RegExp, statement: string): boolean {
  return new RegExp(pattern.source, 'i').test(statement)
}

function notNullWithout(statements: string[]): string[] {
  const adds = /\badd\s+column\s+(?:if\s+not\s+exists\s+)?(\S+)\s+([^;,`]*)/gi
  return statements
    .flatMap((one) => [...one.matchAll(adds)])
    .filter(([, , rest]) => /\bnot\s+null\b/i.test(rest!) && !/\b(default|generated)\b/i.test(rest!))
    .map(([, name]) => sayMissing(name!))
    .concat(
      statements
        .flatMap((one) => [...one.matchAll(/\.addColumn\(\s*['"](\w+)['"]([^\n]*)/g)])
        .filter(([, , rest]) => /\.notNull\(\)/.test(rest!) && !/\.(defaultTo|generated\w*)\(/.test(rest!))
        .map(([, name]) => sayMissing(name!)),
    )
}

const sayMissing = (name: string) => `adds the column ${name} that must have a value, without a default`

/** Statements as they stand in template literals, and chained calls of a query builder. */
function statementsOf(text: string): string[] {
  const inSql = [...text.matchAll(/sql(?:<[^>]*>)?`([\s\S]*?)`/g)].flatMap(([, body]) =>
    body!.split(/;\s*\n/),
  )
  const outside = text.replaceAll(/sql(?:<[^>]*>)?`[\s\S]*?`/g, '``').split(/\n\s*\n|;\s*\n/)
  return [...inSql, ...outside]
}
