import { sendRequest } from '@lingzhi/bus/request'
import { AccountStanding } from '@lingzhi/contracts/auth'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { isId } from '@lingzhi/contracts/ids'
import type { Config } from '../config.ts'
import type { StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { findFile } from '../files.queries.ts'
import { InvalidLink } from '../problems.ts'
import { checkLink } from './sign-link.ts'

/**
 * The file that a link opens. Raises LINK_NOT_VALID for a link that is forged, old or taken back, and for one whose owner was
 * disabled: a link has no more right than who made it has now.
 */
export async function linkedFile(
  { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>,
  config: Config,
  id: string,
  link: { expires: number; signature: string },
): Promise<StoredFile> {
  const file = isId(id) ? await findFile(db, id) : undefined
  if (!checkLink(config, file ?? { id, link_generation: 0 }, link, now())) throw InvalidLink()
  if (!file) throw FileNotFound()
  const { account } = await sendRequest(bus, AccountStanding, { user_id: file.user_id })
  if (account?.status !== 'active') throw InvalidLink()
  if (file.status !== 'ready') throw FileNotReady()
  return file
}
