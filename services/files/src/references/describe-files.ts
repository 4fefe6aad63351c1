import { FileNotFound } from '@lingzhi/contracts/file-problems'
import { transact } from '@lingzhi/db/retry'
import type { Deps } from '../deps.ts'
import { kindsOf } from '../files.queries.ts'
import type { Reference } from './references.queries.ts'
import { addReferences, filesOfUser } from './references.queries.ts'

interface Asked {
  user_id: string
  file_ids: string[]
  reference?: Reference
}

/** What these files are, in the order asked; with a reference they stay as long as it does. Raises FILE_NOT_FOUND. */
export async function describeFiles({ db }: Pick<Deps, 'db'>, { user_id, file_ids, reference }: Asked) {
  const ids = [...new Set(file_ids)]
  const found = await transact(db, async (trx) => {
    const files = await filesOfUser(trx, user_id, ids, reference !== undefined)
    if (files.length !== ids.length) throw FileNotFound()
    if (reference) await addReferences(trx, ids, reference)
    return files
  })
  const kinds = await kindsOf(db, ids)
  const byId = new Map(found.map((file) => [file.id, file]))
  const files = file_ids.map((id) => {
    const { name, media_type, bytes, width, height, pages, status } = byId.get(id)!
    const has_text = status === 'ready' && (kinds.get(id)?.has('text') ?? false)
    return { id, name, media_type, bytes, width, height, pages, has_text, status }
  })
  return { files }
}
