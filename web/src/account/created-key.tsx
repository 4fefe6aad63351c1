import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useAccountText } from './account.text.ts'
import type { SnippetKind } from './snippets.ts'
import { snippetOf } from './snippets.ts'

const kinds: SnippetKind[] = ['curl', 'Python', 'JavaScript']

/** A new key, shown this once and until one says that it is kept; with what one would type to try it. */
export function CreatedKey({ value, onDone }: { value: string; onDone: () => void }) {
  const text = useAccountText()
  const [kind, setKind] = useState<SnippetKind>('curl')
  const snippet = snippetOf(kind, location.origin, value, text.question)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-warn p-4">
      <h3 className="font-semibold">{text.keyCreated}</h3>
      <p className="text-sm text-ink-2">{text.keyCreatedWhat}</p>
      <code className="rounded-md bg-sunken p-3 text-sm break-all select-all">{value}</code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={() => value} label={text.copyKey} />
        <Button small kind="primary" onClick={onDone}>
          {text.keyDone}
        </Button>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm font-semibold">{text.tryIt}</span>
        <div className="flex items-center gap-1">
          {kinds.map((one) => (
            <Button
              key={one}
              small
              kind={one === kind ? 'plain' : 'quiet'}
              aria-pressed={one === kind}
              onClick={() => setKind(one)}
            >
              {one}
            </Button>
          ))}
          <CopyButton text={() => snippet} />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
      <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs" tabIndex={0}>
        {snippet}
      </pre>
    </div>
  )
}
