import { useEffect, useState } from 'react'
import { useFilesText } from './files.text.ts'

/** Files that are dragged over the page fall into the draft; while they are above it, it says so. */
export function DropArea({ onDrop }: { onDrop: (files: File[]) => void }) {
  const text = useFilesText()
  const [above, setAbove] = useState(false)
  useEffect(() => {
    // A drag enters every element on its way, and leaves the one before only then.
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth += 1
      setAbove(true)
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth -= 1
      if (depth <= 0) setAbove(false)
    }
    // Without it the browser would open the file in the place of the page.
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      depth = 0
      setAbove(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onDrop([...(event.dataTransfer?.files ?? [])])
    }
    const control = new AbortController()
    const { signal } = control
    document.addEventListener('dragenter', enter, { signal })
    document.addEventListener('dragleave', leave, { signal })
    document.addEventListener('dragover', over, { signal })
    document.addEventListener('drop', drop, { signal })
    return () => control.abort()
  }, [onDrop])
  if (!above) return null
  return (
    <div className="pointer-events-none fixed inset-4 z-40 grid place-content-center rounded-lg border-2 border-dashed border-brand bg-paper/90">
      <p className="text-lg font-semibold text-brand-ink">{text.drop}</p>
    </div>
  )
}
