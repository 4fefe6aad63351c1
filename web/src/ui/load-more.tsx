import { Button } from './button.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useUiText } from './ui.text.ts'

/** What an infinite query tells of its end. */
interface Pages {
  data: unknown
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
  refetch: () => Promise<unknown>
}

/** Below a list: the way to its next page, or why that one did not come. */
export function LoadMore({ data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch }: Pages) {
  const text = useUiText()
  return (
    <>
      <ProblemNote error={error} onRetry={() => void (data ? fetchNextPage() : refetch())} />
      {hasNextPage && !error && (
        <Button
          className="justify-self-center"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {text.loadMore}
        </Button>
      )}
    </>
  )
}
