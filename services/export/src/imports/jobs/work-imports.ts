import type { Consumption } from '@lingzhi/bus/consume'
import { enqueue, work } from '@lingzhi/bus/work-queue'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import type { ImportItem } from './import-queue.ts'
import { importQueue } from './import-queue.ts'
import { runImport } from './run-import.ts'

/** Queues an import for the workers; no request waits for it, and the sweep queues it again if need be. */
export function handImportOver({ bus, log }: Pick<Deps, 'bus' | 'log'>, jobId: string, id = jobId): void {
  enqueue(bus, importQueue, id, { job_id: jobId } satisfies ImportItem).catch((err) =>
    log.warn({ err, job_id: jobId }, 'handing an import over failed, it waits'),
  )
}

/** Works on imports until closed; those under way are then released for other workers to continue. */
export async function workImports(deps: Deps, config: Config): Promise<Consumption> {
  const closing = new AbortController()
  const queue = { ...importQueue, leaseMs: config.EXPORT_LEASE_MS }
  const consumption = await work<ImportItem>(deps.bus, queue, config.IMPORT_WORKERS, ({ data }) =>
    runImport(deps, config, data.job_id, closing.signal),
  )
  return {
    close: async () => {
      closing.abort(new Error('this worker is closing'))
      await consumption.close()
    },
  }
}
