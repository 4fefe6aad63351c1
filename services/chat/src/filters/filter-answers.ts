import type { Generate } from '@lingzhi/model-client/calling/generate'
import type { GenerateRequest, ModelEvent } from '@lingzhi/model-client/model-events'
import { addUpHits } from '@lingzhi/text-filters/add-up-hits'
import type { Filter, FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import { readings } from '@lingzhi/text-filters/read-as'

type EndEvent = Extract<ModelEvent, { type: 'end' }>

/** A filter for each text of an answer: content, reasoning, and every tool call's arguments. */
type Channels = Map<string, Filter>

/**
 * Wraps `generate` so that answers are filtered before they reach log, database, cache and readers. A rule with
 * `block` ends the answer with finish_reason `content_filter`, and the call with it. When an answer is stopped or fails,
 * the text held back is sent before the error. `onHits` gets the answer's hits before its end, without those that a
 * restart voided.
 */
export function filterAnswers(
  generate: Generate,
  prepared: PreparedFilter | undefined,
  onHits: (hits: FilterHit[]) => void,
): Generate {
  if (!prepared) return generate
  const { estimate, contextWindow, forPictures, probe, fault, close } = generate

  const filtered = async function* (request: GenerateRequest): AsyncGenerator<ModelEvent> {
    let channels: Channels = new Map()
    let answer = ''
    const flush = function* () {
      for (const [name, filter] of channels) yield* toEvents(name, filter.end())
      onHits(hitsOf(channels))
    }
    try {
      for await (const event of generate(request)) {
        if (event.type === 'restart') {
          channels = new Map()
          answer = ''
        }
        if (event.type === 'end') {
          yield* flush()
          const blocked = isBlocked(channels)
          yield blocked ? { ...event, finishReason: 'content_filter' } : event
          return
        }
        if (event.type === 'content' || event.type === 'reasoning') {
          answer += event.text
          yield* toEvents(event.type, channel(channels, event.type, prepared).push(event.text))
        } else if (event.type === 'tool_calls') {
          const calls = event.calls.map((call) => {
            const text = call.function?.arguments
            if (!text) return call
            const passed = channel(channels, `${call.index}`, prepared).push(text)
            return { ...call, function: { ...call.function, arguments: passed } }
          })
          // Signatures pass; thoughts in a provider's own form would pass the filter by.
          const extra = event.more?.extra_content
          if (calls.length > 0 || extra)
            yield { type: 'tool_calls', calls, ...(extra ? { more: { extra_content: extra } } : {}) }
        } else yield event
        if (!isBlocked(channels)) continue
        onHits(hitsOf(channels))
        yield blockedEnd(request, answer)
        return
      }
    } catch (error) {
      yield* flush()
      throw error
    }
  }

  /** The end of an answer that a rule blocked: providers bill the text up to there. */
  const blockedEnd = (request: GenerateRequest, answer: string): EndEvent => {
    const zero = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, estimated: true, cost: null }
    const unknown = { usage: zero, model: '', provider: '', attempts: 0 }
    return { type: 'end', finishReason: 'content_filter', ...(estimate(request, answer) ?? unknown) }
  }
  return Object.assign(filtered, { estimate, contextWindow, forPictures, probe, fault, close })
}

function channel(channels: Channels, name: string, prepared: PreparedFilter): Filter {
  const filter =
    channels.get(name) ?? createFilter(prepared, isText(name) ? readings.markdown : readings.json)
  channels.set(name, filter)
  return filter
}

function* toEvents(name: string, text: string): Generator<ModelEvent> {
  if (text === '') return
  if (isText(name)) yield { type: name, text }
  else yield { type: 'tool_calls', calls: [{ index: Number(name), function: { arguments: text } }] }
}

const isText = (name: string): name is 'content' | 'reasoning' => name === 'content' || name === 'reasoning'

const isBlocked = (channels: Channels) => [...channels.values()].some(({ blocked }) => blocked)

const hitsOf = (channels: Channels): FilterHit[] =>
  addUpHits([...channels.values()].flatMap((filter) => filter.hits()))
