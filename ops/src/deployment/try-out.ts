import { Fault } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { rewardsOf, verifyPlatform } from '../verifying/verify-platform.ts'
import type { Admin } from './target.ts'

/** Uses a version as people do; a Fault names what it fails at. */
export async function tryOut(run: Run, gateway: string, admin: Admin): Promise<void> {
  const { signal, check, env } = run
  const failed = await verifyPlatform({ gateway, admin, signal, check, rewards: rewardsOf(env) })
  if (failed.length > 0) throw new Fault(`The version does not do what it has to: ${failed.join(', ')}.`)
}
