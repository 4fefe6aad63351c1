import { ProblemError } from '@lingzhi/api-client'
import { useEffect, useState } from 'react'
import { useFilesText } from '../attach/files.text.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useChatText } from './chat.text.ts'
import type { Live } from './reply/live.ts'

/** A connection that mends itself at once is not worth a word. */
const calmMs = 1_500

/** One calm line above the box: the queue, a connection being mended, or why something was not taken. */
export function StatusLine({
  live,
  problem,
  onDismiss,
}: {
  live: Live | null
  problem: unknown
  onDismiss: () => void
}) {
  const text = useChatText()
  const filesText = useFilesText()
  const code = problem instanceof ProblemError ? problem.code : undefined
  const todo =
    code === 'VISION_NOT_CONFIGURED'
      ? filesText.noVision
      : code === 'FILE_NOT_READY'
        ? filesText.notReady
        : ''
  const troubled = useLasting(live?.troubled ?? false, calmMs)
  const queued = live?.phase === 'queued'
  const [answered, setAnswered] = useState(false)
  const running = live !== null
  useEffect(() => () => setAnswered(running), [running])
  return (
    <div className="grid grid-cols-1 gap-2 pb-2 empty:hidden">
      {Boolean(problem) && (
        <div className="grid grid-cols-1 gap-1">
          <ProblemNote error={problem} />
          <div className="flex items-center justify-between gap-3 text-xs text-ink-2">
            <span>{todo || text.keptDraft}</span>
            <Button small kind="quiet" onClick={onDismiss}>
              {text.dismiss}
            </Button>
          </div>
        </div>
      )}
      {(troubled || queued) && (
        <p role="status" className="text-center text-xs text-ink-2">
          {troubled ? text.reconnecting : live!.position > 1 ? text.queued(live!.position) : text.queuedNext}
        </p>
      )}
      <span role="status" className="sr-only">
        {live?.phase === 'thinking' && text.thinking}
        {live?.phase === 'writing' && text.writing}
        {answered && !live && !problem && text.answered}
      </span>
    </div>
  )
}

/** True once it has been so for a while. */
function useLasting(is: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!is) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [is, ms])
  return lasting && is
}
