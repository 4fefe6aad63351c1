import type { ExportKind } from '@lingzhi/contracts/export-records'
import { exportKinds } from '@lingzhi/contracts/export-records'
import type { JobRequest } from '../database.ts'

/** What a file of this request holds, in the order in which it holds it; conversations, where nothing was said. */
export const includedIn = ({ include }: Pick<JobRequest, 'include'>): readonly ExportKind[] =>
  include ? exportKinds.filter((kind) => include.includes(kind)) : ['conversations']
