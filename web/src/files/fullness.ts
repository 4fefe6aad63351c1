import type { FilesSummary } from './files.queries.ts'

/** How full a person's room is, in per cent, by bytes or by files: whichever ends first. */
export function fullness({ total_bytes, total_files, quota }: FilesSummary): {
  percent: number
  full: boolean
} {
  const part = Math.max(
    total_bytes / Math.max(quota.bytes_max, 1),
    total_files / Math.max(quota.files_max, 1),
  )
  return {
    percent: Math.min(100, Math.floor(part * 100)),
    full: quota.bytes_left <= 0 || quota.files_left <= 0,
  }
}
