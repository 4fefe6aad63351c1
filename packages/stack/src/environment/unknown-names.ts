import type { DotEnv } from './dot-env.ts'

/**
 * A sentence for every name in a `.env` that nothing reads, with the right one if it looks like a slip. Never the
 * value: it may be a secret under the wrong name.
 */
export function unknownNames(
  { values, lineOf }: Pick<DotEnv, 'values' | 'lineOf'>,
  known: ReadonlySet<string>,
): string[] {
  return Object.keys(values)
    .filter((name) => !known.has(name))
    .sort((a, b) => lineOf(a) - lineOf(b))
    .map((name) => `.env, line ${lineOf(name)}: there is no setting ${name}; ${adviceOn(name, known)}`)
}

/** The same for the model's settings that the shell sets: under a wrong name, the demo model would answer in silence. */
export function unknownVariables(env: NodeJS.ProcessEnv, known: ReadonlySet<string>): string[] {
  return Object.keys(env)
    .filter((name) => /^LLM_/i.test(name) && !known.has(name))
    .map((name) => `There is no setting ${name}; ${adviceOn(name, known)}`)
}

function adviceOn(name: string, known: ReadonlySet<string>): string {
  const near = nearest(name, known)
  return near ? `did you mean ${near}?` : 'docs/settings.md lists the settings.'
}

/**
 * The only known name that begins so, or the one with the smallest edit distance, if that is small for a name of this length. A
 * name whose first word is right (`LLM_`, `SMTP_`) was meant to be one of those.
 */
function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  const upper = name.toUpperCase()
  const most = Math.max(1, Math.floor(name.length / 3))
  const begun = [...known].filter((candidate) => upper.length >= 5 && candidate.startsWith(upper))
  if (begun.length === 1) return begun[0]
  const family = [...known].filter((candidate) => firstWord(candidate) === firstWord(upper))
  const [best] = (family.length > 0 ? family : [...known])
    .map((candidate) => ({ candidate, distance: editDistance(upper, candidate) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
  return best?.candidate
}

const firstWord = (name: string) => name.split('_', 1)[0]

/** Letters inserted, left out, replaced or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
