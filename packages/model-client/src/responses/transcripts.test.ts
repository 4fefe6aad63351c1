import t from 'tap'
import { readFailure } from '../failures/failures.ts'
import type { ToolCallDelta } from '../provider-api.ts'
import { collectAnswer } from './collect-answer.ts'
import { readResponse } from './read-response.ts'
import { choiceTranscripts } from './transcripts/choices.ts'
import { errorTranscripts } from './transcripts/errors.ts'
import { textTranscripts } from './transcripts/texts.ts'
import { thoughtTranscripts } from './transcripts/thoughts.ts'
import { toolCallTranscripts } from './transcripts/tool-calls.ts'
import type { Transcript } from './transcripts/transcript.ts'
import { writtenCallTranscripts } from './transcripts/written-calls.ts'

/** The tools that every transcript's request offered. */
const tools = new Set(['weather'])

/** What a reader ends up with. */
function read(pieces: Buffer[], contentType: string | undefined, mayVoid = true) {
  const collect = collectAnswer()
  const got = { content: '', reasoning: '', calls: [] as [string, string][], ids: [] as string[] }
  const calls: ToolCallDelta[] = []
  let restarts = 0
  try {
    const reader = readResponse({ contentType, mayVoid, tools })
    for (const piece of [...pieces, undefined]) {
      if (reader.done) break
      const chunks = piece === undefined ? reader.end() : reader.push(piece)
      for (const event of chunks.flatMap((chunk) => collect.take(chunk))) {
        if (event.type === 'restart') {
          restarts++
          Object.assign(got, { content: '', reasoning: '' })
        } else if (event.type === 'tool_calls') calls.push(...event.calls)
        else if (event.type !== 'end') got[event.type] += event.text
      }
      if (reader.fault !== undefined) throw reader.fault
    }
  } catch (error) {
    return { problem: readFailure(error, {}).problem.code }
  }
  for (const { index, id, function: part } of calls) {
    const [name, text] = got.calls[index] ?? ['', '']
    got.calls[index] = [name + (part?.name ?? ''), text + (part?.arguments ?? '')]
    if (id !== undefined) got.ids.push(id)
  }
  return { ...got, restarts, finishReason: collect.summary.finishReason, usage: collect.summary.usage }
}

for (const [kind, table] of Object.entries({
  textTranscripts,
  thoughtTranscripts,
  errorTranscripts,
  toolCallTranscripts,
  choiceTranscripts,
  writtenCallTranscripts,
})) {
  for (const [name, transcript] of Object.entries<Transcript>(table)) {
    t.test(`${kind}: ${name}`, async (t) => {
      const { body, contentType, problem, usage } = transcript
      const bytes = Buffer.from(body as string)
      const { content = '', reasoning = '', calls = [], finishReason = 'stop' } = transcript
      const wanted = { content, reasoning, calls, finishReason }
      const step = Math.ceil(bytes.length / 250)
      const splits = [...bytes.keys()].filter((at) => at % step === 0)
      for (const at of [...splits, -1]) {
        // Cut in two at up to 250 places, and byte by byte, which is every place at once.
        const pieces =
          at < 0 ? [...bytes].map((byte) => Buffer.of(byte)) : [bytes.subarray(0, at), bytes.subarray(at)]
        const got = read(pieces, contentType)
        if (problem || 'problem' in got) {
          if (!t.same(got, { problem }, `cut at ${at}`)) return
          continue
        }
        const told = { ...got, ids: undefined, restarts: undefined, usage: usage && got.usage }
        if (!t.same(told, { ...wanted, ids: undefined, restarts: undefined, usage }, `cut at ${at}`)) return
        if (got.calls.length > 0) {
          t.equal(got.calls.length, calls.length)
          t.equal(new Set(got.ids).size, calls.length, 'as many different ids')
          t.notOk(got.ids.includes(''))
        }
      }
    })
  }
}
