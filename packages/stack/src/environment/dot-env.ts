import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Fault, messageOf } from '../fault.ts'

/** The settings of a `.env` file, and the line of each. */
export type DotEnv = { values: Record<string, string>; lineOf: (name: string) => number }

const empty: DotEnv = { values: {}, lineOf: () => 0 }

/**
 * Reads a `.env` as people write it: with a byte order mark, either line ending, `export `, quotes of three kinds,
 * `\n` in double ones, comments and empty values. No file is an empty one.
 */
export function readDotEnv(file: string): DotEnv {
  try {
    return parseDotEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty
    throw new Fault(`${file} cannot be read: ${messageOf(error)}.`)
  }
}

export function parseDotEnv(text: string): DotEnv {
  // Node's parser takes a byte order mark for the start of the first name.
  const content = text.replace(/^\uFEFF/, '')
  const lines = content.split('\n')
  return {
    values: parseEnv(content) as Record<string, string>,
    lineOf: (name) => lines.findIndex((line) => nameIn(line) === name) + 1,
  }
}

/** The environment completed by the file: what the shell sets, even to nothing, wins. */
export function withDotEnv(env: NodeJS.ProcessEnv, { values }: DotEnv): NodeJS.ProcessEnv {
  return { ...values, ...env }
}

function nameIn(line: string): string | undefined {
  return /^\s*(?:export\s+)?([^\s=#]+)\s*=/.exec(line)?.[1]
}
