/** What a preference may be about. */
export const kinds = [
  'style',
  'length',
  'format',
  'language',
  'tone',
  'topic',
  'avoid',
  'correction',
] as const

/** One preference as a model proposes it. */
export interface Proposed {
  kind: (typeof kinds)[number]
  statement: string
  scope: 'all' | 'agent' | 'scenario'
  evidence: string[]
}
