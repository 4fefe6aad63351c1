import type { Result } from 'tap-parser'

// The other keys are about how tap started the file, not about what went wrong.
const shown = [
  'message',
  'code',
  'at',
  'found',
  'wanted',
  'compare',
  'diff',
  'signal',
  'exitCode',
  'timeout',
  'stack',
]

/** A failed assertion, or a file that ended badly, as indented lines: where, what was expected, what came. */
export function describeFailure(path: string[], result: Result): string {
  const details = Object.entries((result.diag ?? {}) as Record<string, unknown>)
    .filter(([key, value]) => shown.includes(key) && value !== null && value !== undefined)
    .sort(([a], [b]) => shown.indexOf(a) - shown.indexOf(b))
    .map(([key, value]) => detail(key, value))
  return indent([`✗ ${path.join(' > ')}`, ...details.map(indent)].join('\n'))
}

function detail(key: string, value: unknown): string {
  if (key === 'at') return `at ${place(value as Place)}`
  const text = typeof value === 'string' ? value.trimEnd() : JSON.stringify(value)
  return text.includes('\n') ? `${key}:\n${indent(text)}` : `${key}: ${text}`
}

type Place = { fileName?: string; lineNumber?: number; columnNumber?: number }

function place({ fileName, lineNumber, columnNumber }: Place): string {
  return `${fileName}:${lineNumber}:${columnNumber}`
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}
