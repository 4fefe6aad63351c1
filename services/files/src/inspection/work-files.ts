import type { Consumption } from '@lingzhi/bus/consume'
import { work } from '@lingzhi/bus/work-queue'
import { watchedGauge } from '@lingzhi/metrics/instruments'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { inspectFile } from './inspect-file.ts'
import { countProcessing } from './inspection.queries.ts'
import type { FileItem } from './queue.ts'
import { filesQueue } from './queue.ts'

const waiting = watchedGauge(
  'lingzhi_files_processing',
  'Files that wait to be looked at or are, on all replicas together.',
)

/** Looks at files until closed; those under way are then released for other workers. */
export async function workFiles(deps: Deps, config: Config): Promise<Consumption> {
  const closing = new AbortController()
  const queue = { ...filesQueue, leaseMs: config.FILES_LEASE_MS }
  const consumption = await work<FileItem>(deps.bus, queue, config.FILES_WORKERS, ({ data }) =>
    inspectFile(deps, config, data.file_id, closing.signal),
  )
  const forget = waiting.watch(async () => [[{}, await countProcessing(deps.db)] as const])
  return {
    close: async () => {
      forget()
      closing.abort(new Error('this worker is closing'))
      await consumption.close()
    },
  }
}
