import { Download } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { saveFile } from '../ui/save-file.ts'
import { useAccountText } from './account.text.ts'

/** Shown this once, and until one says that they are kept: a click beside must not lose them. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const text = useAccountText()
  const all = codes.join('\n')
  return (
    <div className="grid gap-3 rounded-md border border-warn p-4">
      <h3 className="font-semibold">{text.recovery}</h3>
      <p className="text-sm text-ink-2">{text.recoveryWhat}</p>
      <ul className="grid gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={() => all} label={text.copyCodes} />
        <Button
          small
          icon={<Download size={16} />}
          onClick={() => saveFile(`${text.recoveryFile}.txt`, `${location.host}\n\n${all}\n`)}
        >
          {text.saveCodes}
        </Button>
        <Button small kind="primary" onClick={onDone}>
          {text.savedCodes}
        </Button>
      </div>
    </div>
  )
}
