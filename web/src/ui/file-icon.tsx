import { FileImage, FileText, FileType } from 'lucide-react'

/** What kind of file it is, at a glance; its name stands beside it. */
export function FileIcon({ mediaType, size = 20 }: { mediaType: string; size?: number }) {
  const Icon = mediaType.startsWith('image/')
    ? FileImage
    : mediaType === 'application/pdf'
      ? FileType
      : FileText
  return <Icon size={size} aria-hidden="true" className="shrink-0 text-ink-3" />
}
