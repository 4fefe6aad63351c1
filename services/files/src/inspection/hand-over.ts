import { enqueue } from '@lingzhi/bus/work-queue'
import type { Deps } from '../deps.ts'
import type { FileItem } from './queue.ts'
import { filesQueue } from './queue.ts'

/**
 * Queues a file for the workers. No request waits for it: while NATS is away the file stays a row, and the sweep queues it
 * again. Delivering a file several times looks at it once.
 */
export function handOver({ bus, log }: Pick<Deps, 'bus' | 'log'>, fileId: string, id = fileId): void {
  enqueue(bus, filesQueue, id, { file_id: fileId } satisfies FileItem).catch((err) =>
    log.warn({ err, file_id: fileId }, 'handing a file over failed, it waits'),
  )
}
