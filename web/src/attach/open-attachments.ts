import { useSyncExternalStore } from 'react'
import { api } from '../api/client.ts'
import { newKey } from '../api/new-key.ts'
import { type Attachments, createAttachments, type KeptFile } from './attachments.ts'
import { sendFile } from './send-file.ts'

/** Files for a question, sent at once; `keep` is told of them whenever they change, and `kept` are those of before. */
export const openAttachments = (
  kept: () => readonly KeptFile[],
  keep: (files: readonly KeptFile[]) => void,
): Attachments =>
  createAttachments({
    send: sendFile,
    read: async (id, signal) =>
      (await api.get('/api/v1/files/{id}', { params: { path: { id } }, signal })).data,
    pause,
    newKey,
    kept,
    keep,
  })

export const useAttachments = (files: Attachments) => useSyncExternalStore(files.subscribe, () => files.list)

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
