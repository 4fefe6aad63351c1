import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { startExport } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'

/**
 * Everything, with one press. It is a job like any other and not the API's direct export: that needs a token, which a
 * browser's own download cannot send, and the page would have to hold the whole file in memory.
 */
export function EverythingNow({
  onStart,
  waiting,
}: {
  onStart: (started: Export) => void
  waiting: boolean
}) {
  const text = useDataText()
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (format: 'json' | 'md') => startExport({ format }),
    onSuccess: onStart,
  })
  const kinds = [
    { format: 'json', label: text.nowJson },
    { format: 'md', label: text.nowMarkdown },
  ] as const
  return (
    <Section title={text.now} lead={text.nowLead}>
      <div className="flex flex-wrap gap-2">
        {kinds.map(({ format, label }) => (
          <Button
            key={format}
            kind="primary"
            icon={<Download size={16} />}
            busy={isPending && variables === format}
            disabled={isPending}
            onClick={() => mutate(format)}
          >
            {label}
          </Button>
        ))}
      </div>
      <div role="status">{waiting && <p className="text-sm text-ink-2">{text.preparing}</p>}</div>
      <ProblemNote error={error} />
    </Section>
  )
}
