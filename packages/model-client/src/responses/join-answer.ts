import { randomUUID } from 'node:crypto'
import { inBandFailure } from '../failures/failures.ts'
import { ModelEmptyAnswer } from '../failures/problems.ts'
import type { ToolCallDelta } from '../provider-api.ts'
import type { Chunk } from './chunk.ts'
import { silence } from './chunk.ts'
import { followText } from './follow-text.ts'
import { joinToolCalls } from './join-tool-calls.ts'
import { keepPairs } from './keep-pairs.ts'
import type { RawChunk } from './read-chunk.ts'
import type { WrittenCall } from './split-channels.ts'
import type { SplitText } from './split-thoughts.ts'
import { splitThoughts } from './split-thoughts.ts'
import { splitWrittenCalls } from './split-written-calls.ts'
import { unreadable } from './unreadable.ts'

/**
 * Joins what a response says into one answer: each text once, thoughts apart, calls of tools in one form; and judges whether it
 * is complete.
 */
export function joinAnswer(mayVoid: boolean, tools: ReadonlySet<string> = new Set()) {
  const texts = { reasoning: followText(), content: followText() }
  const thoughts = splitThoughts(mayVoid)
  const flagged = splitThoughts(false)
  /** Thoughts without the marks that some have around them though they stand in a place of their own. */
  const unmarked = (text: string) => {
    if (text === '') return ''
    if (marked === undefined && text.trim() !== '') marked = /^\s*[<[◁]/.test(text)
    if (!marked) return text
    const split = flagged.push(text)
    return split.reasoning + split.content
  }
  let marked: boolean | undefined
  const pairs = { reasoning: keepPairs(), content: keepPairs() }
  const calls = joinToolCalls(tools)
  const written = tools.size > 0 ? splitWrittenCalls(tools) : undefined
  let finish: Chunk['finish'] = 'no'
  let finishReason: string | undefined
  /** Sorts of finish after which more was said: they are no sign of an end. */
  const proved = new Set<Chunk['finish']>()
  let started = false
  let answered = false
  /** The last object was words without an answer, which may be those of a failure. */
  let notice: object | undefined
  let wholeMessage = false
  let hasMore = false
  /** Where thoughts come from; a second place repeats them. */
  let source: 'member' | 'marks' | undefined

  function chunkOf(raw: Pick<RawChunk, 'finishReason' | 'usage'>, parts: Parts): Chunk {
    let { reasoning } = parts
    if (source === undefined && reasoning.trim() !== '') {
      source = 'member'
      thoughts.haveBeenTold()
    }
    const pushed = thoughts.push(parts.content)
    const split = parts.ended ? join(pushed, thoughts.end()) : pushed
    if (split.reasoning.trim() !== '') source ??= 'marks'
    if (source === 'marks') reasoning = ''
    if (source !== 'member') reasoning += split.reasoning
    reasoning = pairs.reasoning(reasoning, parts.ended)
    if (split.voids) pairs.content = keepPairs()
    let { toolCalls } = parts
    let text = split.content
    if (written) {
      const told = written.push(text, parts.ended)
      text = told.content
      if (told.calls.length > 0) toolCalls = [...toolCalls, ...callsIn(told.calls)]
      if (split.calls) toolCalls = [...toolCalls, ...callsIn(split.calls)]
    }
    if (parts.ended) toolCalls = [...toolCalls, ...calls.end()]
    const content = pairs.content(text, parts.ended)
    answered ||= shows.test(text) || calls.any
    return {
      reasoning,
      content,
      toolCalls,
      more: undefined,
      finishReason: raw.finishReason,
      usage: raw.usage,
      spoke: false,
      finish,
      voids: split.voids === true,
    }
  }

  /** The provider sends calls as such: those in the text are the same ones. */
  let structured = false
  /** Calls that stood in the text, each with an id, since a tool may be called twice with the same arguments. */
  const callsIn = (list: WrittenCall[]) =>
    list
      .filter(({ name }) => tools.has(name) && !structured)
      .flatMap((call) => calls.pieces([{ id: `call_${randomUUID()}`, function: call }]))

  /** A call whose arguments stop in the middle was cut by a limit, whatever the provider says. */
  function reasonOf(reason: string): string {
    const normal = reason === 'stop' || reason === 'tool_calls'
    if (normal && (calls.cut || thoughts.cut || written?.cut)) return 'length'
    return calls.any && normal ? 'tool_calls' : reason
  }

  return {
    get finish() {
      return finish
    },
    get distrusted() {
      return proved.has(finish)
    },
    signOfLife: (): Chunk => ({ ...silence, finish: proved.has(finish) ? 'no' : finish }),
    take(raw: RawChunk): Chunk {
      const { delta, message } = raw
      const ends = raw.finishReason !== undefined
      let reasoning = texts.reasoning.piece(unmarked(delta.reasoning || delta.flagged), ends)
      let content = texts.content.piece(delta.content, ends)
      structured ||= delta.calls.length > 0
      let toolCalls = delta.calls.length > 0 ? calls.pieces(delta.calls) : []
      let spoke =
        delta.reasoning !== '' || delta.content !== '' || delta.flagged !== '' || delta.calls.length > 0
      if (message) {
        const before = calls.any
        const more = {
          reasoning: texts.reasoning.whole(unmarked(message.reasoning || message.flagged)),
          content: texts.content.whole(message.content),
          toolCalls: calls.whole(message.calls),
        }
        reasoning += more.reasoning
        content += more.content
        toolCalls = [...toolCalls, ...more.toolCalls]
        spoke ||= more.reasoning !== '' || more.content !== '' || (!before && calls.any)
        wholeMessage = true
      }
      started ||= spoke
      if (raw.notice || spoke || ends) notice = raw.notice
      // A closing line break is no further text.
      if (
        finish !== 'no' &&
        (toolCalls.length > 0 || delta.calls.length > 0 || shows.test(reasoning + content))
      ) {
        proved.add(finish)
        finish = 'no'
      }
      const chunk = chunkOf(raw, { reasoning, content, toolCalls, ended: false })
      if (raw.finishReason !== undefined) {
        // A closing "stop" takes no limit or filter back.
        if (finish === 'no' || finishReason === 'stop') finishReason = raw.finishReason
        // Some providers send "stop" with text, or after the thoughts, and go on.
        const sure = message !== undefined || (!spoke && (answered || finishReason !== 'stop'))
        finish = sure ? 'sure' : finish === 'sure' ? 'sure' : 'likely'
      }
      // A whole message at the end has them again.
      const more = delta.more ?? (hasMore ? undefined : message?.more)
      hasMore ||= more !== undefined
      chunk.more = more
      chunk.spoke = spoke
      chunk.finish = finish === 'no' || proved.has(finish) ? 'no' : finish
      return chunk
    },
    /** Judges the end, and gives what was held back. */
    end({ done, isJson, words }: { done: boolean; isJson: boolean; words: string }): Chunk {
      // Unknown words right before [DONE] may be those of a failure.
      const complete =
        finish !== 'no' || (done && started && words === '') || (isJson && wholeMessage && started)
      if (notice && (!complete || (finish === 'no' && !isJson))) throw inBandFailure(notice)
      if (!complete) {
        const also = words === '' ? '' : `; it said: ${words}`
        throw unreadable(
          `the ${isJson ? 'response holds no answer' : 'stream ended before the answer did'}${also}`,
        )
      }
      const reasoning = texts.reasoning.end()
      const content = texts.content.end()
      const chunk = chunkOf(
        { finishReason: undefined, usage: undefined },
        { reasoning, content, toolCalls: [], ended: true },
      )
      const reason = finishReason ?? 'stop'
      if (!answered && reason === 'content_filter')
        throw inBandFailure({ error: { code: reason, type: reason, message: 'ended by a content filter' } })
      if (!answered && reason !== 'length')
        throw ModelEmptyAnswer({ cause: new Error(`finish reason ${reason}`) })
      return { ...chunk, finishReason: reasonOf(reason) }
    },
  }
}

interface Parts {
  reasoning: string
  content: string
  toolCalls: ToolCallDelta[]
  ended: boolean
}

/** Anything that can be seen. */
const shows = /[^\s\u200b-\u200f\u2060\ufeff]/

const join = (one: SplitText, two: SplitText): SplitText => ({
  reasoning: one.reasoning + two.reasoning,
  content: one.content + two.content,
  voids: one.voids === true || two.voids === true,
  calls: [...(one.calls ?? []), ...(two.calls ?? [])],
})
