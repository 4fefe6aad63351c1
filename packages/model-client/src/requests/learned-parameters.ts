import type { Clock } from '../clock.ts'
import type { GenerateRequest } from '../model-events.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from './change.ts'
import { mayBeQuoted } from './may-be-quoted.ts'
import { offeredTools, withoutTools } from './optional-tools.ts'
import { systemRole, withoutSystemRole } from './system-role.ts'

/** Afterwards a parameter is tried again: models and relays change. */
const rememberedMs = 6 * 3_600_000
/** Models of providers, and callers of them; the oldest is forgotten beyond it. */
const targetsMax = 1_000

/** A body with all these changes made, and the names of the parameters that were changed. */
export function withChanges(body: RequestBody, changes: readonly Change[]) {
  const leavesTools = changes.some(({ name }) => name === offeredTools) && body.tools !== undefined
  const sent: Record<string, unknown> = { ...(leavesTools ? withoutTools(body) : body) }
  const changed: string[] = leavesTools ? [offeredTools] : []
  for (const { name, as, most } of changes) {
    if (name === systemRole) {
      if (body.messages[0]?.role === 'system') changed.push(name)
      sent.messages = withoutSystemRole((sent as unknown as RequestBody).messages)
      continue
    }
    const value = sent[name]
    if (value === undefined || (most !== undefined && !(Number(value) > most))) continue
    changed.push(name)
    if (most !== undefined) {
      sent[name] = most
      continue
    }
    delete sent[name]
    if (as !== undefined) sent[as] ??= value
    // A budget means nothing without its switch.
    if (name === 'enable_thinking') delete sent.thinking_budget
  }
  // Only optional members are changed, so it is still a RequestBody.
  return { body: sent as unknown as RequestBody, changed }
}

/** What was learned of each model of a provider, for some hours. */
function memory(clock: Clock) {
  const learned = new Map<string, { change: Change; until: number }[]>()
  return {
    of: (key: string): Change[] =>
      (learned.get(key) ?? []).filter(({ until }) => until > clock.now()).map(({ change }) => change),
    keep(key: string, { mostLater, ...change }: Change) {
      const known = (learned.get(key) ?? []).filter((each) => each.until > clock.now())
      const kept = mostLater === undefined ? change : { ...change, most: mostLater }
      learned.delete(key)
      learned.set(key, [...known, { change: kept, until: clock.now() + rememberedMs }].slice(-20))
      const [oldest] = learned.keys()
      if (learned.size > targetsMax && oldest !== undefined) learned.delete(oldest)
    },
  }
}

/**
 * Remembers, in this process, which changes made a model of a provider take a request that it had refused. A change
 * counts once a call with it has been answered, and for some hours: for all requests where the operator's settings were
 * refused, and for its caller's alone where the reason may lie in what the caller wrote.
 */
export function learnedParameters(clock: Clock) {
  const everybodys = memory(clock)
  const callers = memory(clock)
  const own = (target: string, caller: string) => `${target}\n${caller}`
  return {
    of: (target: string, caller: string | undefined): Change[] => [
      ...everybodys.of(target),
      ...(caller === undefined ? [] : callers.of(own(target, caller))),
    ],
    confirm(
      target: string,
      changes: readonly Change[],
      {
        caller,
        choosesParameters,
        messages,
      }: Pick<GenerateRequest, 'caller' | 'choosesParameters' | 'messages'>,
    ) {
      for (const change of changes) {
        if (!choosesParameters && !mayBeQuoted(change, messages)) everybodys.keep(target, change)
        else if (caller !== undefined) callers.keep(own(target, caller), change)
      }
    },
  }
}
