import { useQuery } from '@tanstack/react-query'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { count } from '../../text/format.ts'
import { useMatchText } from '../../text/match.text.ts'
import { matchReason } from '../../text/match-reason.ts'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { type Composition, compositionQuery } from './composition.queries.ts'
import { kindsIn, useCompositionText } from './composition.text.ts'
import { type Ingredient, ingredientsOf } from './ingredients.ts'

/** What shaped an answer, for somebody who has never heard of prompts. */
export function CompositionDialog({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const text = useCompositionText()
  const { user } = useSession()
  const { data, error, refetch } = useQuery(compositionQuery(messageId))
  return (
    <Dialog title={text.why} wide open onClose={onClose}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <div className="grid grid-cols-1 gap-5 text-sm">
          <ScenarioPart scenario={data.scenario} />
          <Shown composition={data} />
          {data.not_found.length > 0 && <NotFound missing={data.not_found} />}
          {user && (
            <p className="flex flex-wrap gap-x-4">
              <TextLink to={paths.scenarios()}>{text.toScenarios}</TextLink>
              <TextLink to={paths.personal()}>{text.toPreferences}</TextLink>
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}

function ScenarioPart({ scenario }: Pick<Composition, 'scenario'>) {
  const text = useCompositionText()
  const reasons = useMatchText()
  return (
    <section className="grid gap-1">
      <h3 className="text-xs font-semibold text-ink-2">{text.scenario}</h3>
      <p className="text-base font-semibold">{scenario?.name || text.noScenario}</p>
      {scenario && (
        <>
          {matchReason(reasons, scenario).map((sentence) => (
            <p key={sentence} className="text-ink-2">
              {sentence}
            </p>
          ))}
          {scenario.scenario_ids.length > 1 && (
            <p className="text-ink-2">{text.several(scenario.scenario_ids.length)}</p>
          )}
          {scenario.gone.length > 0 && (
            <p className="text-warn">{text.scenariosGone(scenario.gone.length)}</p>
          )}
        </>
      )}
    </section>
  )
}

function Shown({ composition }: { composition: Composition }) {
  const text = useCompositionText()
  const { tokens, window } = composition
  return (
    <section className="grid gap-2">
      <h3 className="text-xs font-semibold text-ink-2">{text.shown}</h3>
      <p className="text-ink-2">{text.lead}</p>
      <ol className="grid border-t border-line">
        {ingredientsOf(composition).map((one) => (
          <Line key={one.key} one={one} composition={composition} />
        ))}
      </ol>
      <p className="text-xs text-ink-2">
        {window ? text.totalOf(count(tokens), count(window)) : text.total(count(tokens))}
      </p>
      <p className="text-xs text-ink-3">{text.token}</p>
    </section>
  )
}

function Line({ one, composition }: { one: Ingredient; composition: Composition }) {
  const text = useCompositionText()
  const note = {
    no: '',
    shortened: text.shortened,
    'left-out': text.leftOut,
  }[one.cut]
  const { messages, left_out } = composition.conversation
  const hasFiles = composition.parts.some(({ kind }) => kind === 'file')
  const said = [messages > 0 && text.said(messages), left_out > 0 && text.saidNot(left_out)]
  return (
    <li className="grid gap-1 border-b border-line py-2">
      <div className="flex items-baseline justify-between gap-3">
        <p className="min-w-0 wrap-anywhere">
          {kindsIn(text)[one.kind]}
          {one.name && <span className="text-ink-2"> · {one.name}</span>}
          {one.kind === 'conversation' && (
            <span className="text-ink-2"> · {said.filter(Boolean).join(' · ')}</span>
          )}
          {one.kind === 'question' && hasFiles && <span className="text-ink-2"> · {text.withPictures}</span>}
          {note && <span className="text-warn"> · {note}</span>}
        </p>
        <span className="shrink-0 text-xs text-ink-2 tabular-nums">{text.tokens(count(one.tokens))}</span>
      </div>
      <div aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-sunken">
        <div
          className={classNames('h-full rounded-full bg-brand', one.share === 0 && 'opacity-0')}
          style={{ width: `${Math.max(one.share, 1)}%` }}
        />
      </div>
    </li>
  )
}

function NotFound({ missing }: { missing: Composition['not_found'] }) {
  const text = useCompositionText()
  return (
    <section className="grid gap-1">
      <h3 className="text-xs font-semibold text-ink-2">{text.notFound}</h3>
      <ul className="grid gap-1 text-warn">
        {missing.map(({ kind, name }) => (
          <li key={`${kind} ${name}`} className="wrap-anywhere">
            {kindsIn(text)[kind]} · {name}
          </li>
        ))}
      </ul>
    </section>
  )
}
