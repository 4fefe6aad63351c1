import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findServer } from '@lingzhi/stack/infrastructure/binaries'
import { startNats } from '@lingzhi/stack/infrastructure/nats'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { openRunRecord } from '@lingzhi/stack/processes/run-record'
import type { Deployment } from '../deployment/open-deployment.ts'
import { backupsFolder } from './backups-folder.ts'
import type { Manifest } from './manifest.ts'
import { openOwnBus } from './our-streams.ts'
import { restoreStreams } from './restore-streams.ts'
import type { Unseal } from './seal.ts'

type Taken = { folder: string; manifest: Manifest; unseal: Unseal | undefined }

/**
 * A stream comes back under its own name only, and that is taken where the deployment runs: so a NATS is started for the
 * moment, with a store that is removed afterwards. Where there is none to start, the files are all that is checked.
 */
export async function verifyStreams(deployment: Deployment, taken: Taken): Promise<string> {
  const names = Object.keys(taken.manifest.streams.taken)
  if (names.length === 0) return 'none'
  if (!findServer('nats-server', deployment.env))
    return `${names.length} streams; no nats-server is here to restore them: only their files were checked`
  const scratch = join(backupsFolder(deployment.dataDir), '.verify-nats')
  mkdirSync(scratch, { recursive: true })
  chmodSync(scratch, 0o700)
  // Also ends what a verification left that was killed.
  const record = await openRunRecord(scratch)
  try {
    const { NATS_PREFIX, ...env } = deployment.env
    const note = () => {}
    const { url, server } = await startNats({
      ...{ dataDir: scratch, env, record, note, durable: false },
      secrets: openSecrets(scratch),
    })
    try {
      const bus = await openOwnBus({ env: {} }, url)
      try {
        const messages = await restoreStreams(bus, taken)
        return `${messages} messages in ${names.length} streams, all as they were`
      } finally {
        await bus.close()
      }
    } finally {
      await server.stop()
    }
  } finally {
    record.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}
