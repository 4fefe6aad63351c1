import { exitCodes, type Finding, type Step } from './command.ts'
import type { RunLog } from './run-log.ts'

/** Tells people what happens on the way, or `--json` everything in one document at the end. */
export function openReport(command: string, { json }: { json: boolean }) {
  const steps: Step[] = []
  let kind: 'steps' | 'checks' = 'steps'
  let log: RunLog | undefined
  const say = (text: string) => void (json ? process.stderr : process.stdout).write(`${text}\n`)

  function add(step: Step) {
    steps.push(step)
    log?.write(step)
    const [first = '', ...others] = step.detail.split('\n')
    say(`${step.ok ? '✓' : '✗'} ${step.name}${first && ` — ${first}`} (${told(step.ms)})`)
    for (const line of others) say(`    ${line}`)
  }

  function end(ok: boolean, more: object, error?: string): number {
    const code = ok ? exitCodes.ok : exitCodes.failed
    log?.write({ ok, ...(error && { error }) })
    if (json)
      process.stdout.write(
        `${JSON.stringify({ ok, command, [kind]: steps, ...more, ...(error && { error }), ...(log && { log: log.file }) })}\n`,
      )
    else {
      if (error) process.stderr.write(`${error}\n`)
      if (log && !ok) process.stderr.write(`Log: ${log.file}\n`)
    }
    return code
  }

  return {
    use: (opened: RunLog | undefined) => {
      log = opened
    },
    note: (text: string) => {
      log?.write({ note: text })
      if (!json) say(text)
    },
    async step<T>(
      name: string,
      work: (tell: (detail: string) => void) => Promise<T>,
      { skip }: { skip: boolean },
    ): Promise<T> {
      const began = performance.now()
      let detail = ''
      const done = (ok: boolean) => add({ name, ok, detail, ms: Math.round(performance.now() - began) })
      if (skip) {
        detail = 'would be done'
        done(true)
        return undefined as T
      }
      try {
        const result = await work((text) => {
          detail = text
        })
        done(true)
        return result
      } catch (error) {
        detail = (error as Error).message
        done(false)
        throw error
      }
    },
    async check(name: string, look: () => Promise<string | Finding>): Promise<boolean> {
      kind = 'checks'
      const began = performance.now()
      let found: Finding
      try {
        const result = await look()
        found = typeof result === 'string' ? { ok: true, detail: result } : result
      } catch (error) {
        found = { ok: false, detail: (error as Error).message }
      }
      add({ name, ...found, ms: Math.round(performance.now() - began) })
      return found.ok
    },
    finish: (more: object) =>
      end(
        steps.every(({ ok }) => ok),
        more,
      ),
    fail: (error: string) => end(false, {}, error),
    refuse(error: string): number {
      if (json) process.stdout.write(`${JSON.stringify({ ok: false, command, steps, error })}\n`)
      else process.stderr.write(`${error}\n`)
      return exitCodes.refused
    },
  }
}

function told(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}
