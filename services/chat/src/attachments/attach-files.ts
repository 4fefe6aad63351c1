import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { MissingToken } from '@lingzhi/contracts/common-problems'
import { FileNotReady } from '@lingzhi/contracts/file-problems'
import { DescribeFiles } from '@lingzhi/contracts/files'
import type { Principal } from '@lingzhi/identity/principal'
import type { Deps } from '../deps.ts'
import type { AttachedFile } from './attached-file.ts'

/**
 * The files that a question names, kept from now on for as long as its conversation. Raises MISSING_TOKEN for a guest, who has
 * none, FILE_NOT_FOUND, also for another's, FILE_NOT_READY, and SERVICE_UNAVAILABLE.
 */
export async function attachFiles(
  { bus }: Pick<Deps, 'bus'>,
  principal: Pick<Principal, 'userId'> | null,
  fileIds: readonly string[],
  conversationId: string,
): Promise<AttachedFile[]> {
  if (!principal) throw MissingToken()
  const { files } = await sendRequest(bus, DescribeFiles, {
    user_id: principal.userId,
    file_ids: [...new Set(fileIds)],
    reference: { kind: 'conversation', id: conversationId },
  })
  if (files.some(({ status }) => status !== 'ready')) throw FileNotReady()
  return files.map(({ status: _, ...file }) => file)
}

/** Lets go of the files of a conversation that did not come to be. Best effort: their owner can remove them. */
export async function detachFiles(
  { db, outbox, log }: Pick<Deps, 'db' | 'outbox' | 'log'>,
  principal: Pick<Principal, 'userId'> | null,
  conversationId: string,
): Promise<void> {
  const removed = {
    conversation_ids: [conversationId],
    user_id: principal?.userId ?? null,
    reason: 'deleted' as const,
  }
  try {
    await recordFact(db, ConversationsRemoved, removed)
    outbox.wake()
  } catch (err) {
    log.warn({ err }, 'files of a question that was not asked stay until they are removed by hand')
  }
}
