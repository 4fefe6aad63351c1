import type { Clock } from '../clock.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from './change.ts'
import { systemRole, withoutSystemRole } from './system-role.ts'

/** Afterwards a parameter is tried again: models and relays change. */
const rememberedMs = 6 * 3_600_000
/** Models of providers; the oldest is forgotten beyond it. */
const targetsMax = 1_000

/** A body with all these changes made, and the names of the parameters that were changed. */
export function withChanges(body: RequestBody, changes: readonly Change[]) {
  const sent: Record<string, unknown> = { ...body }
  const changed: string[] = []
  for (const { name, as, most } of changes) {
    if (name === systemRole) {
      if (body.messages[0]?.role === 'system') changed.push(name)
      sent.messages = withoutSystemRole(body.messages)
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

/**
 * Remembers, in this process, which changes made a model of a provider take a request that it had refused. A change
 * counts once a call with it has been answered, and for some hours.
 */
export function learnedParameters(clock: Clock) {
  const learned = new Map<string, { change: Change; until: number }[]>()
  return {
    of: (target: string): Change[] =>
      (learned.get(target) ?? []).filter(({ until }) => until > clock.now()).map(({ change }) => change),
    confirm(target: string, changes: readonly Change[]) {
      const until = clock.now() + rememberedMs
      const known = (learned.get(target) ?? []).filter((each) => each.until > clock.now())
      for (const { mostLater, ...change } of changes) {
        const kept = mostLater === undefined ? change : { ...change, most: mostLater }
        known.push({ change: kept, until })
      }
      learned.delete(target)
      learned.set(target, known.slice(-20))
      const [oldest] = learned.keys()
      if (learned.size > targetsMax && oldest !== undefined) learned.delete(oldest)
    },
  }
}
