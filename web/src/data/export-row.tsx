import { useMutation } from '@tanstack/react-query'
import { ChevronDown, Download, Ellipsis, Eye, Link2, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { bytes, count, moment } from '../text/format.ts'
import { useLanguage } from '../text/language.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { cancelExport, removeExport, startExport } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import { ExportPreview } from './export-preview.tsx'
import { ExportProgress } from './export-progress.tsx'
import type { Export } from './follow-export.ts'
import { isUnfinished } from './follow-export.ts'
import { inLanguage } from './in-language.ts'
import { LinkDialog } from './link-dialog.tsx'
import { sameAgain } from './same-again.ts'
import { saveFile } from './save-file.ts'
import { useContentOf } from './use-content-of.ts'

const tones: Record<Export['status'], string> = {
  queued: 'text-ink-2',
  running: 'text-brand-ink',
  completed: 'text-ok',
  failed: 'text-danger',
  cancelled: 'text-ink-3',
  expired: 'text-ink-3',
}

/** One export: what is in it, how it stands, and what can be done with it. */
export function ExportRow({ one }: { one: Export }) {
  const text = useDataText()
  const language = useLanguage()
  const content = useContentOf(one)
  const [dialog, setDialog] = useState<'preview' | 'link' | 'remove'>()
  const {
    mutate: act,
    error,
    isPending,
  } = useMutation({ mutationFn: (run: () => Promise<unknown>) => run() })
  const isReady = one.status === 'completed'
  const mayRepeat = one.status === 'failed' || one.status === 'expired' || one.status === 'cancelled'
  const close = () => setDialog(undefined)
  async function save() {
    await saveFile(one.id)
    toast(text.downloading)
  }

  return (
    <li className="grid gap-2 border-b border-line py-4 first:pt-0 last:border-0">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-semibold break-words">{content}</p>
          <p className="text-xs text-ink-3">
            <span className={classNames('font-semibold', tones[one.status])}>{text[one.status]}</span>
            {[
              moment(one.created_at),
              isReady && text.messages(count(one.rows)),
              isReady && bytes(one.bytes),
              isReady && one.expires_at && text.keptUntil(moment(one.expires_at)),
            ]
              .filter(Boolean)
              .map((fact) => ` · ${fact}`)}
          </p>
        </div>
        <Menu
          label={text.more}
          icon={<Ellipsis size={18} />}
          items={[
            { label: text.preview, icon: <Eye size={16} />, onSelect: () => setDialog('preview') },
            ...(isReady
              ? [{ label: text.link, icon: <Link2 size={16} />, onSelect: () => setDialog('link') }]
              : []),
            {
              label: text.remove,
              icon: <Trash2 size={16} />,
              danger: true,
              onSelect: () => setDialog('remove'),
            },
          ]}
        />
      </div>
      {isUnfinished(one) && <ExportProgress one={one} />}
      {one.failure && <p className="text-sm text-danger">{inLanguage(one.failure, language)}</p>}
      {one.status === 'expired' && <p className="text-sm text-ink-2">{text.expiredWhat}</p>}
      {one.notes.map((note) => (
        <p key={note} className="text-sm text-warn">
          {inLanguage(note, language)}
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        {isReady && (
          <Button icon={<Download size={16} />} busy={isPending} onClick={() => act(save)}>
            {text.download}
          </Button>
        )}
        {isUnfinished(one) && (
          <Button busy={isPending} onClick={() => act(() => cancelExport(one.id))}>
            {text.cancel}
          </Button>
        )}
        {mayRepeat && one.scope === 'own' && (
          <Button
            icon={<RotateCcw size={16} />}
            busy={isPending}
            onClick={() => act(() => startExport(sameAgain(one)))}
          >
            {text.again}
          </Button>
        )}
        {isReady && one.sha256 && <Digest sha256={one.sha256} fileName={one.file_name} />}
      </div>
      <ProblemNote error={error} />
      {dialog === 'preview' && <ExportPreview one={one} onClose={close} />}
      {dialog === 'link' && <LinkDialog one={one} onClose={close} />}
      {dialog === 'remove' && (
        <AskFirst
          danger
          title={text.removeAsk}
          act={text.remove}
          onAct={() => removeExport(one.id)}
          onClose={close}
        >
          <p>{text.removeWhat}</p>
        </AskFirst>
      )}
    </li>
  )
}

function Digest({ sha256, fileName }: { sha256: string; fileName: string }) {
  const text = useDataText()
  return (
    <details className="group min-w-0 text-sm open:basis-full">
      <summary className="flex min-h-11 list-none items-center gap-1 px-2 text-ink-2 md:min-h-9">
        {text.verify}
        <ChevronDown size={14} aria-hidden="true" className="group-open:rotate-180" />
      </summary>
      <div className="grid gap-1 rounded-md bg-sunken p-3 text-xs">
        <p className="font-semibold break-all">{fileName}</p>
        <p className="flex items-center gap-1">
          <span className="min-w-0">
            {text.digest} <code className="break-all">{sha256}</code>
          </span>
          <CopyButton text={() => sha256} />
        </p>
        <p className="text-ink-3">{text.digestHint}</p>
      </div>
    </details>
  )
}
