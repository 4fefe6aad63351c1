import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { copyText } from './copy.ts'
import { useUiText } from './ui.text.ts'

const shownMs = 1_500

/** Copies `text()`, and says so for a moment. With a label it is a button of words, else one icon. */
export function CopyButton({
  text,
  label,
  kind,
  className,
}: {
  text: () => string
  label?: string
  kind?: 'plain' | 'quiet'
  className?: string
}) {
  const words = useUiText()
  const [done, setDone] = useState(false)
  const icon = done ? <Check size={16} /> : <Copy size={16} />
  async function copy() {
    if (!(await copyText(text()))) return
    setDone(true)
    setTimeout(() => setDone(false), shownMs)
  }
  if (label)
    return (
      <Button small kind={kind} icon={icon} className={className} onClick={copy}>
        {done ? words.copied : label}
      </Button>
    )
  return (
    <IconButton label={done ? words.copied : words.copy} icon={icon} className={className} onClick={copy} />
  )
}
