/** A formula within a sentence. */
export function InlineFormula({ source }: { tex: string; source: string }) {
  return <code>{source}</code>
}

interface Props {
  tex: string
  source: string
  state: 'growing' | 'closed' | 'broken'
}

/** A formula in a box of its own. */
export function FormulaBlock({ source }: Props) {
  return <pre className="markdown-formula">{source}</pre>
}
