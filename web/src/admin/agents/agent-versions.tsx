import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AskFirst } from '../../ui/ask-first.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { Listing } from '../listing.tsx'
import type { AdminAgent } from './agents.queries.ts'
import { definitionOf, restoreVersion, versionsQuery } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'
import { readDraft } from './draft.ts'
import { VersionRow } from './version-row.tsx'
import { useVersionsText } from './versions.text.ts'

/** An agent's versions, newest first: who changed what, the difference on demand, and the way back. */
export function AgentVersions({ agent }: { agent: AdminAgent }) {
  const text = useVersionsText()
  const { versions: title } = useAgentsText()
  const query = useInfiniteQuery(versionsQuery(agent.id))
  const [withCurrent, setWithCurrent] = useState(false)
  const [asked, setAsked] = useState<number>()
  return (
    <Section title={title} lead={text.lead}>
      <div className="sm:w-72">
        <SelectField
          label={text.compare}
          value={withCurrent ? 'current' : 'before'}
          onChange={(event) => setWithCurrent(event.target.value === 'current')}
        >
          <option value="before">{text.withBefore}</option>
          <option value="current">{text.withCurrent}</option>
        </SelectField>
      </div>
      <Listing query={query} rowsOf={(page) => page.versions} empty={null}>
        {(versions) => (
          <ol className="grid border-t border-line">
            {versions.map((version, at) => (
              <VersionRow
                key={version.version}
                version={version}
                isCurrent={version.version === agent.version}
                other={withCurrent ? definitionOf(agent) : versions[at + 1]?.definition}
                otherFirst={!withCurrent}
                onRestore={() => setAsked(version.version)}
              />
            ))}
          </ol>
        )}
      </Listing>
      {asked !== undefined && (
        <AskFirst
          title={text.restoreTitle(asked)}
          act={text.restore}
          onClose={() => setAsked(undefined)}
          onAct={async () => {
            const restored = await restoreVersion(agent.id, asked)
            toast(text.restored(restored.version))
          }}
        >
          <p>{text.restoreWhat(agent.version + 1)}</p>
          {readDraft(agent.id) && <p className="text-warn">{text.restoreDraft}</p>}
        </AskFirst>
      )}
    </Section>
  )
}
