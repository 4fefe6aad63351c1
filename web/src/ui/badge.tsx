import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'brand'

const tones: Record<Tone, string> = {
  plain: 'border-line-strong text-ink-2',
  ok: 'border-ok text-ok',
  warn: 'border-warn text-warn',
  danger: 'border-danger text-danger',
  brand: 'border-brand text-brand-ink',
}

/** A state in a word; its colour never says more than the word does. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-block rounded-sm border px-1.5 text-2xs leading-5 whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
