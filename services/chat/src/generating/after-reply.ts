import { nextOfGuests, nextOfUser, releaseReply } from './leases.queries.ts'
import { nudge } from './reply-queue.ts'
import type { GeneratingDeps, TakenReply } from './reply-types.ts'
import { titleConversation } from './title-conversation.ts'

/** Releases an unfinished reply and nudges another worker to take it at once. */
export async function handOver(
  { db, bus, config, workerId }: Pick<GeneratingDeps, 'db' | 'bus' | 'config' | 'workerId'>,
  { id, user_id, attempt }: TakenReply,
): Promise<void> {
  await releaseReply(db, id, workerId)
  await nudge(bus, config, { reply_id: id, user_id }, `over-${attempt}`)
}

/** Nudges the guest who has waited longest, since one of guests' places is free now; false when none waits. */
export async function nudgeNextGuest(
  { db, bus, config }: Pick<GeneratingDeps, 'db' | 'bus' | 'config'>,
  endedId: string,
): Promise<boolean> {
  const next = await nextOfGuests(db)
  if (next) await nudge(bus, config, { reply_id: next.id, user_id: null }, `next-${endedId}`)
  return next !== undefined
}

/** Nudges the same user's next queued reply, since one of their slots is free now, and titles the conversation. */
export async function afterReply(deps: GeneratingDeps, { id, user_id }: TakenReply): Promise<void> {
  const { db, bus, config, log } = deps
  const next = user_id === null ? undefined : await nextOfUser(db, user_id)
  if (next) await nudge(bus, config, { reply_id: next.id, user_id: next.user_id }, `next-${id}`)
  await titleConversation(deps, id).catch((err) => log.info({ err }, 'a conversation could not be titled'))
}
