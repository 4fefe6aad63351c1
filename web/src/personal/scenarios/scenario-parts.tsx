import { useQuery } from '@tanstack/react-query'
import { CheckBox } from '../../ui/field.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import type { ScenarioDraft } from './scenario-draft.ts'
import { attachableSkills, serverTools } from './scenario-parts.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

const skillsMax = 20

interface Props {
  draft: ScenarioDraft
  onChange: (change: Pick<ScenarioDraft, 'skills'> | Pick<ScenarioDraft, 'allowed_tools'>) => void
}

/** What comes with a scenario besides its words: skills, and which tools are left. */
export function ScenarioParts({ draft, onChange }: Props) {
  return (
    <>
      <Skills draft={draft} onChange={onChange} />
      <Tools draft={draft} onChange={onChange} />
    </>
  )
}

function Skills({ draft, onChange }: Props) {
  const text = useScenariosText()
  const { data: skills, error, refetch } = useQuery(attachableSkills)
  const nothing = skills?.length === 0 && draft.skills.length === 0
  return (
    <>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!skills && !error && <Skeleton lines={3} />}
      {skills && (
        <PickList
          label={text.skills}
          hint={nothing ? text.skillsNone : text.skillsHint}
          picks={skills.map(({ id, name, description }) => ({ id, label: name, hint: description }))}
          chosen={draft.skills}
          describeGone={(id) => ({ id, label: text.skillGone })}
          most={skillsMax}
          onChange={(chosen) => onChange({ skills: chosen })}
        />
      )}
    </>
  )
}

function Tools({ draft, onChange }: Props) {
  const text = useScenariosText()
  const { data: tools, error, refetch } = useQuery(serverTools)
  const chosen = draft.allowed_tools
  return (
    <div className="grid grid-cols-1">
      <CheckBox
        label={text.limitTools}
        hint={text.limitToolsHint}
        checked={chosen !== null}
        onChange={({ target }) => onChange({ allowed_tools: target.checked ? [] : null })}
      />
      {chosen !== null && (
        <>
          <ProblemNote error={error} onRetry={() => void refetch()} />
          {!tools && !error && <Skeleton lines={3} />}
          {tools && (
            <PickList
              label={text.tools}
              hint={tools.length === 0 ? text.toolsNone : text.toolsHint}
              picks={tools.map(({ name, title, description }) => ({
                id: name,
                label: title ? `${title} (${name})` : name,
                hint: description,
              }))}
              chosen={chosen}
              describeGone={(id) => ({ id, label: id, hint: text.toolGone })}
              onChange={(allowed) => onChange({ allowed_tools: allowed })}
            />
          )}
        </>
      )}
    </div>
  )
}
