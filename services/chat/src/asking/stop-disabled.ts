import type { Deps } from '../deps.ts'
import type { GeneratingDeps } from '../generating/reply-types.ts'
import { stopReplies } from '../stopping/stop-replies.ts'
import { requestStopsOf } from '../stopping/stopping.queries.ts'
import { endQueued } from './end-queued.ts'

/** What takes the right to answers from a user; who only logs out may come back for theirs. */
const forGood = new Set(['account_disabled', 'account_deleted'])

/** Stops the answers of a user whose account was disabled or deleted: nothing more is spent on them. Idempotent. */
export async function stopDisabled(
  deps: Pick<Deps, 'bus'> & Pick<GeneratingDeps, 'db' | 'outbox' | 'config' | 'now' | 'live'>,
  { user_id, reason }: { user_id: string; reason: string },
): Promise<void> {
  if (!forGood.has(reason)) return
  const { queued, running } = await requestStopsOf(deps.db, user_id)
  stopReplies(deps.bus, running)
  for (const reply of queued) await endQueued(deps, reply, reply.attempt)
}
