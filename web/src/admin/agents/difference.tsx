import { classNames } from '../../ui/class-names.ts'
import type { Definition } from './agents.queries.ts'
import { changesBetween } from './changes.ts'
import { foldSame, lineDiff } from './line-diff.ts'
import { useFieldNames, useVersionsText } from './versions.text.ts'

/** What differs between two definitions: the prompt line by line, the other fields with their values before and after. */
export function Difference({ before, after }: { before: Definition; after: Definition }) {
  const text = useVersionsText()
  const changes = changesBetween(before, after)
  const fields = changes.filter(({ field }) => field !== 'system_prompt')
  const names: Record<string, string> = useFieldNames()
  if (changes.length === 0) return <p className="text-sm text-ink-3">{text.noDifference}</p>
  return (
    <div className="grid min-w-0 gap-3">
      {fields.length > 0 && (
        <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[10rem_1fr]">
          {fields.map(({ field, before, after }) => (
            <div key={field} className="contents">
              <dt className="text-ink-3">{names[field] ?? field.replace('model_config.', '')}</dt>
              <dd className="mb-2 min-w-0 break-words sm:mb-0">
                <del className="text-danger no-underline">− {before || text.nothing}</del>
                <br />
                <ins className="text-ok no-underline">+ {after || text.nothing}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {changes.length > fields.length && (
        <figure className="m-0 grid min-w-0 gap-1">
          <figcaption className="text-sm text-ink-3">{text.prompt}</figcaption>
          <PromptDifference before={before.system_prompt} after={after.system_prompt} />
        </figure>
      )}
    </div>
  )
}

const signs = { same: ' ', added: '+', removed: '−' }
const looks = { same: 'text-ink-2', added: 'bg-sunken text-ok', removed: 'bg-sunken text-danger' }

function PromptDifference({ before, after }: { before: string; after: string }) {
  const text = useVersionsText()
  const lines = foldSame(lineDiff(before, after))
  return (
    <div className="max-h-[60dvh] overflow-y-auto rounded-md border border-line py-1 text-xs leading-6">
      {lines.map((line, at) =>
        line.kind === 'folded' ? (
          <p key={at} className="bg-sunken px-3 text-ink-3">
            {text.folded(line.folded)}
          </p>
        ) : (
          <p key={at} className={classNames('grid grid-cols-[1.25rem_1fr] px-3', looks[line.kind])}>
            <span aria-hidden="true">{signs[line.kind]}</span>
            <span className="min-w-0 break-words whitespace-pre-wrap">
              {line.kind !== 'same' && (
                <span className="sr-only">{line.kind === 'added' ? text.added : text.removed} </span>
              )}
              {line.text}
            </span>
          </p>
        ),
      )}
    </div>
  )
}
