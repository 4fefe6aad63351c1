import { problem } from '@lingzhi/contracts/problem'

export const ExportNotFound = problem('EXPORT_NOT_FOUND', 404, 'No such export.')
export const ExportNotReady = problem(
  'EXPORT_NOT_READY',
  409,
  'The export is not complete, there is no file.',
)
export const ExportEnded = problem('EXPORT_ALREADY_ENDED', 409, 'The export has already ended.')
export const ExportExpired = problem('EXPORT_EXPIRED', 410, 'The file was kept for its time and is gone.')
export const ExportQuotaExceeded = problem(
  'EXPORT_QUOTA_EXCEEDED',
  429,
  'Too many exports. Wait for one to finish, or until tomorrow.',
)
