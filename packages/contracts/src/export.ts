import { Type } from 'typebox'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

/** A file is complete, checked and ready to download. */
export const ExportCompleted = fact(
  'export.job.completed',
  Type.Object({
    job_id: Uuid,
    user_id: Uuid,
    scope: Type.Enum(['own', 'all']),
    rows: Type.Integer(),
    bytes: Type.Integer(),
    sha256: Type.String(),
  }),
)

/** An administrator imports a file into somebody's account: for the audit trail. */
export const ImportForUserRequested = fact(
  'export.import-for-user.requested',
  Type.Object({
    job_id: Uuid,
    user_id: Uuid,
    for_user_id: Uuid,
    address: Type.Optional(Type.String()),
  }),
)

/** An administrator asked for the conversations of every user: for the audit trail. */
export const AllUsersExportRequested = fact(
  'export.all-users.requested',
  Type.Object({ job_id: Uuid, user_id: Uuid, address: Type.Optional(Type.String()) }),
)
