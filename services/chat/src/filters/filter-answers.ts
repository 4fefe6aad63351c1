import type { Generate, GenerateRequest, ModelEvent } from '@lingzhi/model-client/generate'
import { addUpHits } from '@lingzhi/text-filters/add-up-hits'
import type { Filter, FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import { readings } from '@lingzhi/text-filters/read-as'

type EndEvent = Extract<ModelEvent, { type: 'end' }>

/** The ways in which a model speaks: each is a text of its own. */
type Channels = Map<string, Filter>

/**
 * A model whose answers are filtered before anybody sees them: log, store, cache and readers. A rule with
 * `block` ends the answer with finish_reason `content_filter`, and the model's work with it. Of an answer that is
 * stopped or fails, what was held back comes before the error. `onHits` is told, before the end, what was met in the
 * answer that counts.
 */
export function filterAnswers(
  generate: Generate,
  prepared: PreparedFilter | undefined,
  onHits: (hits: FilterHit[]) => void,
): Generate {
  if (!prepared) return generate
  const { estimate, contextWindow, close } = generate

  const filtered = async function* (request: GenerateRequest): AsyncGenerator<ModelEvent> {
    let channels: Channels = new Map()
    let said = ''
    const rest = function* () {
      for (const [name, filter] of channels) yield* speak(name, filter.end())
      onHits(hitsOf(channels))
    }
    try {
      for await (const event of generate(request)) {
        if (event.type === 'restart') {
          channels = new Map()
          said = ''
        }
        if (event.type === 'end') {
          yield* rest()
          const blocked = isBlocked(channels)
          yield blocked ? { ...event, finishReason: 'content_filter' } : event
          return
        }
        if (event.type === 'content' || event.type === 'reasoning') {
          said += event.text
          yield* speak(event.type, channel(channels, event.type, prepared).push(event.text))
        } else if (event.type === 'tool_calls') {
          const calls = event.calls.map((call) => {
            const text = call.function?.arguments
            if (!text) return call
            const passed = channel(channels, `${call.index}`, prepared).push(text)
            return { ...call, function: { ...call.function, arguments: passed } }
          })
          yield { type: 'tool_calls', calls }
        } else yield event
        if (!isBlocked(channels)) continue
        onHits(hitsOf(channels))
        yield broken(request, said)
        return
      }
    } catch (error) {
      yield* rest()
      throw error
    }
  }

  /** The end of an answer that was broken off here: what was said by then is billed. */
  const broken = (request: GenerateRequest, said: string): EndEvent => {
    const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, estimated: true, cost: null }
    const nobody = { usage: none, model: '', provider: '', attempts: 0 }
    return { type: 'end', finishReason: 'content_filter', ...(estimate(request, said) ?? nobody) }
  }
  return Object.assign(filtered, { estimate, contextWindow, close })
}

function channel(channels: Channels, name: string, prepared: PreparedFilter): Filter {
  const filter =
    channels.get(name) ?? createFilter(prepared, isText(name) ? readings.markdown : readings.json)
  channels.set(name, filter)
  return filter
}

function* speak(name: string, text: string): Generator<ModelEvent> {
  if (text === '') return
  if (isText(name)) yield { type: name, text }
  else yield { type: 'tool_calls', calls: [{ index: Number(name), function: { arguments: text } }] }
}

const isText = (name: string): name is 'content' | 'reasoning' => name === 'content' || name === 'reasoning'

const isBlocked = (channels: Channels) => [...channels.values()].some(({ blocked }) => blocked)

const hitsOf = (channels: Channels): FilterHit[] =>
  addUpHits([...channels.values()].flatMap((filter) => filter.hits()))
