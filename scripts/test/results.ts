import type { Readable } from 'node:stream'
import { Parser, type Result } from 'tap-parser'
import { describeFailure } from './failure.ts'

export type Counts = { passed: number; failed: number; skipped: number }
/** `failures`: every line that was printed of files with a failure. */
export type Results = Counts & { failures: string[] }
type Print = (line: string) => void
/** `explained`: a failure inside was printed, so that the blocks around it need not be. */
type Block = Results & { explained: boolean }

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** What failed, told again where it is found: at the end of an output of hundreds of lines. */
export const repeatFailures = ({ failures }: Results): string =>
  failures.length === 0 ? '' : `\nFailed:\n${failures.join('\n')}\n`

/**
 * Reads tap's output to its end, printing a line per file and every failure as they come.
 *
 * What is counted is tests: a named block without a block inside; a file with bare assertions is one test.
 * A block or file that failed although every test inside passed (it would not load, was killed, or an
 * assertion beside its inner blocks failed) adds one failed test, so a failure is never lost.
 */
export async function readResults(tap: Readable, print: Print): Promise<Results> {
  const parser = new Parser()
  const results = follow(parser, [], print)
  parser.on('bailout', (reason) => print(`Bail out! ${reason}`))
  const { ok } = await new Promise<{ ok: boolean }>((resolve) => {
    parser.on('complete', resolve)
    tap.on('error', () => parser.end()).pipe(parser)
  })
  const nothing = results.passed + results.failed + results.skipped === 0
  if ((!ok || nothing) && results.failed === 0) results.failed = 1
  return results
}

/** Counts the tests of one block, filled in while its lines arrive. */
function follow(parser: Parser, path: string[], print: Print): Block {
  const results: Block = { passed: 0, failed: 0, skipped: 0, failures: [], explained: false }
  let inner: Block | null = null
  let reported: string[] = []

  parser.on('child', (child: Parser) => {
    reported = []
    inner = follow(child, [...path, child.name], path.length === 0 ? (line) => reported.push(line) : print)
  })
  parser.on('assert', (result: Result) => {
    const counted = result.closingTestPoint ? closeBlock(inner, result) : bareResult(result)
    results.passed += counted.passed
    results.failed += counted.failed
    results.skipped += counted.skipped
    if (!isFine(result)) {
      if (!inner?.explained) reported.push(describeFailure([...path, result.name], result))
      results.explained = true
    }
    if (path.length === 0) {
      const lines = [fileLine(result, counted), ...reported]
      if (counted.failed > 0) results.failures.push(...lines)
      reported = lines
    }
    for (const line of reported) print(line)
    inner = null
    reported = []
  })
  return results
}

function closeBlock(inner: Counts | null, result: Result): Counts {
  if (inner && inner.passed + inner.failed + inner.skipped > 0) {
    const { passed, failed, skipped } = inner
    return { passed, failed: failed + (isFine(result) || failed > 0 ? 0 : 1), skipped }
  }
  const skipped = result.skip || result.todo ? 1 : 0
  if (!isFine(result)) return { passed: 0, failed: 1, skipped: 0 }
  return { passed: 1 - skipped, failed: 0, skipped }
}

/** A bare assertion belongs to the test around it; only a test that was never run has no block of its own. */
function bareResult(result: Result): Counts {
  return { passed: 0, failed: 0, skipped: result.skip || result.todo ? 1 : 0 }
}

function isFine(result: Result): boolean {
  return result.ok || Boolean(result.skip) || Boolean(result.todo)
}

function fileLine(result: Result, counted: Counts): string {
  const time = result.time ? ` (${(result.time / 1000).toFixed(1)} s)` : ''
  return `${isFine(result) ? '✓' : '✗'} ${result.name}: ${summary(counted)}${time}`
}
