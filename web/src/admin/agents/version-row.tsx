import { useState } from 'react'
import { moment } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { UserName } from '../user-name.tsx'
import type { AgentVersion, Definition } from './agents.queries.ts'
import { changesBetween } from './changes.ts'
import { Difference } from './difference.tsx'
import { useFieldNames, useVersionsText } from './versions.text.ts'

interface Props {
  version: AgentVersion
  isCurrent: boolean
  /** What it is compared with; undefined when that is not loaded, or there is none. */
  other: Definition | undefined
  /** Whether the other one is the older. */
  otherFirst: boolean
  onRestore: () => void
}

export function VersionRow({ version, isCurrent, other, otherFirst, onRestore }: Props) {
  const text = useVersionsText()
  const [open, setOpen] = useState(false)
  const [before, after] = otherFirst ? [other, version.definition] : [version.definition, other]
  const names: Record<string, string> = useFieldNames()
  const changed = before && after ? changesBetween(before, after).map(({ field }) => field) : undefined
  return (
    <li className="grid min-w-0 gap-2 border-b border-line py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-semibold">{text.version(version.version)}</span>
            {isCurrent && <Badge tone="brand">{text.current}</Badge>}
            <span className="text-ink-3">{moment(version.changed_at)}</span>
            <UserName id={version.changed_by} nobody={text.byDeployment} />
          </p>
          <p className="text-xs break-words text-ink-2">
            {changed
              ? changed.map((field) => names[field] ?? field.replace('model_config.', '')).join(' · ') ||
                text.noDifference
              : version.version === 1
                ? text.first
                : text.loadOlder}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {changed && changed.length > 0 && (
            <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? text.hide : text.show}
            </Button>
          )}
          {!isCurrent && (
            <Button small onClick={onRestore}>
              {text.restore}
            </Button>
          )}
        </div>
      </div>
      {open && before && after && <Difference before={before} after={after} />}
    </li>
  )
}
