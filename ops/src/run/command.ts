import type { ParseArgsConfig } from 'node:util'
import type { Deployment } from '../deployment/open-deployment.ts'

export type Options = NonNullable<ParseArgsConfig['options']>

/** One command: a file in commands/ exports it as `command`; its name is the file's. */
export type Command = {
  /** One line for the list of commands. */
  summary: string
  /** What stands behind the name, such as `<id>`; empty when nothing does. */
  usage: string
  options?: Options
  /** How many words it takes besides options. */
  positionals?: { min: number; max: number }
  /** It changes the deployment, by its words if it has any: it takes the lock, keeps a log, and knows `--dry-run`. */
  changes: boolean | ((words: readonly string[]) => boolean)
  /** What it returns beside its steps becomes part of the document of `--json`. */
  run(run: Run): Promise<Record<string, unknown> | undefined>
}

/** One thing that was done or looked at. */
export type Step = { name: string; ok: boolean; detail: string; ms: number }

/** What a command has at hand while it runs. */
export type Run = {
  words: readonly string[]
  option(name: string): string | undefined
  flag(name: string): boolean
  /** Nothing may change: steps tell what they would do. */
  dryRun: boolean
  /** The environment completed by the deployment's `.env`. */
  env: NodeJS.ProcessEnv
  deployment: Deployment
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
  /**
   * Does one step, tells it with its time and what it returns, and rejects when it does. In a dry run the work of a step
   * that `changes` is left out and told as such.
   */
  step<T>(name: string, work: (tell: (detail: string) => void) => Promise<T>, as?: StepKind): Promise<T>
  /** As a step that never rejects: a look that fails is told, and the command goes on and ends with exit code 1. */
  check(name: string, look: () => Promise<string | Finding>): Promise<boolean>
  /** A line for people; not part of the document of `--json`. */
  note(text: string): void
}

/** A look's result that is not simply well. */
export type Finding = { ok: boolean; detail: string }
export type StepKind = { changes?: boolean }

/** How a run ends: all well; something is not; it was not carried out (a wrong option, another run under way). */
export const exitCodes = { ok: 0, failed: 1, refused: 2 } as const
