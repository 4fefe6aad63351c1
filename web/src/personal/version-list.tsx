import { useState } from 'react'
import { moment } from '../text/format.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.tsx'
import { usePersonalText } from './personal.text.ts'

interface Version {
  version: number
  changed_at: string
}

interface Props<V extends Version> {
  versions: readonly V[]
  current: number
  /** What tells a version from the others, in a line. */
  describe: (version: V) => string
  onRestore: (version: number) => Promise<unknown>
}

/** The versions of something, newest first, with the way back to each. */
export function VersionList<V extends Version>({ versions, current, describe, onRestore }: Props<V>) {
  const text = usePersonalText()
  const [asked, setAsked] = useState<number>()
  return (
    <>
      <ol aria-label={text.versions} className="grid">
        {versions.map((one) => (
          <li
            key={one.version}
            className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-2 last:border-0"
          >
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-semibold">{text.version(one.version)}</span>
                {one.version === current && <Badge tone="brand">{text.current}</Badge>}
                <span className="text-ink-3">{moment(one.changed_at)}</span>
              </p>
              <p className="line-clamp-2 text-xs wrap-anywhere text-ink-2">{describe(one)}</p>
            </div>
            {one.version !== current && (
              <Button small onClick={() => setAsked(one.version)}>
                {text.restore}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {asked !== undefined && (
        <AskFirst
          title={text.restoreTitle(asked)}
          act={text.restore}
          onClose={() => setAsked(undefined)}
          onAct={async () => {
            await onRestore(asked)
            toast(text.restored)
          }}
        >
          {text.restoreWhat}
        </AskFirst>
      )}
    </>
  )
}
