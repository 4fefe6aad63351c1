import { Button } from '../../ui/button.tsx'
import type { AdminAgent, Definition } from './agents.queries.ts'
import { definitionOf } from './agents.queries.ts'
import { Difference } from './difference.tsx'
import { useEditorText } from './editor.text.ts'

interface Props {
  theirs: AdminAgent
  /** Undefined while what is written is no definition. */
  mine: Definition | undefined
  myVersion: number
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two administrators at once: both versions side by side, and nothing is saved before one is chosen. */
export function Conflict({ theirs, mine, myVersion, onKeepMine, onTakeTheirs }: Props) {
  const text = useEditorText()
  return (
    <div role="alert" className="grid gap-3 rounded-md border border-warn bg-raised p-4">
      <p className="font-semibold">{text.conflict}</p>
      <p className="text-sm text-ink-2">{text.conflictWhat(myVersion, theirs.version)}</p>
      {mine && <Difference before={definitionOf(theirs)} after={mine} />}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>{text.takeTheirs}</Button>
        <Button onClick={onKeepMine}>{text.keepMine}</Button>
      </div>
    </div>
  )
}
