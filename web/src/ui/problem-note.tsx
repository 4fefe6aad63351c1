import { ProblemError } from '@lingzhi/api-client'
import { useContext } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { RetryTime } from './retry-time.tsx'
import { ToldAlready } from './told-already.ts'
import { useUiText } from './ui.text.ts'

/** What happened, what to do, and the request id to copy. Nothing for no error. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useUiText()
  const words = useProblemText(error)
  const isTold = useContext(ToldAlready)
  if (!error || isTold(error)) return null
  const requestId = error instanceof ProblemError ? error.request_id : undefined
  return (
    <div
      role="alert"
      className="grid grid-cols-1 gap-2 rounded-md border border-danger bg-raised px-4 py-3 text-sm"
    >
      <p>{words}</p>
      <RetryTime error={error} />
      {(requestId || onRetry) && (
        <div className="flex flex-wrap items-center gap-3 text-xs text-ink-3">
          {onRetry && (
            <Button small onClick={onRetry}>
              {text.retry}
            </Button>
          )}
          {requestId && (
            <span className="flex min-w-0 items-center gap-1">
              {text.requestId} <code className="truncate">{requestId}</code>
              <CopyButton text={() => requestId} />
            </span>
          )}
        </div>
      )}
    </div>
  )
}

/** The server's own words, which come in the language of the page; of a broken connection ours. */
export function useProblemText(error: unknown): string {
  const text = useUiText()
  if (error instanceof ProblemError && error.status !== 0) return error.message
  if (error instanceof TypeError || error instanceof ProblemError) return text.offline
  return text.unknown
}

/** The server's words about one field of a form: by its path such as `password`, or by a code that is about this field alone. */
export function faultOf(error: unknown, path: string, ...codes: ProblemError['code'][]): string | undefined {
  if (!(error instanceof ProblemError)) return undefined
  const fault = error.errors?.find((one) => one.path.replace(/^\/?(body\/)?/, '') === path)
  return fault?.message ?? (codes.includes(error.code) ? error.message : undefined)
}
