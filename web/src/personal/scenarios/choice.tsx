import { useSession } from '../../session/session.ts'
import { CheckBox, SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import type { UserChoices } from '../choices.queries.ts'
import { changeChoices } from '../choices.queries.ts'
import { usePersonalText } from '../personal.text.ts'
import type { Scenario } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

/** How a person's questions get their scenario. */
export function Choice({
  choices,
  scenarios: usable,
}: {
  choices: UserChoices
  scenarios: readonly Scenario[]
}) {
  const { user } = useSession()
  const text = useScenariosText()
  const shared = usePersonalText()
  const { act, busy, error } = useAct()
  const { pinned, auto_match, scenario_ids } = choices
  // Nobody gets what somebody else merely published, nor has to tick what is used anyway.
  const matched = usable.filter(
    ({ is_official, is_default, created_by }) => !is_default && (is_official || created_by === user?.id),
  )
  const save = async (change: Partial<UserChoices>) => {
    if (await act(() => changeChoices(change))) toast(shared.saved)
  }
  return (
    <Section title={text.choice} lead={text.choiceLead}>
      <CheckBox
        label={text.autoMatch}
        hint={text.autoMatchHint}
        checked={auto_match}
        disabled={busy}
        onChange={({ target }) => void save({ auto_match: target.checked })}
      />
      {auto_match && !pinned && (matched.length > 0 || scenario_ids.length > 0) && (
        <PickList
          label={text.among}
          hint={scenario_ids.length === 0 ? text.amongAll : text.amongSome}
          picks={matched.map(({ id, name, description }) => ({ id, label: name, hint: description }))}
          chosen={scenario_ids}
          describeGone={(id) => ({ id, label: text.amongGone })}
          disabled={busy}
          // One that is gone would be refused.
          onChange={(ids) =>
            void save({ scenario_ids: ids.filter((id) => usable.some((one) => one.id === id)) })
          }
        />
      )}
      <div className="sm:w-80">
        <SelectField
          label={text.pinned}
          hint={text.pinnedHint}
          value={pinned ?? ''}
          disabled={busy}
          onChange={({ target }) => void save({ pinned: target.value || null })}
        >
          <option value="">{text.pinnedNone}</option>
          {pinned && !usable.some(({ id }) => id === pinned) && (
            <option value={pinned}>{text.pinnedGone}</option>
          )}
          {usable.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <ProblemNote error={error} />
    </Section>
  )
}
