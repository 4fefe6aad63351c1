/** What the default agent's answers consist of, in this order. */
export const partNames = ['开场白', '事务层', '意义层', '行动引导'] as const
/** Whom they name, as it is spelt. */
const company = '陕西媄月商业艺术有限责任公司'

/** How far into a line a part's name may stand: behind signs of Markdown, a number, an emoji. */
const leadMax = 12

/**
 * Throws unless an answer has its four parts, each begun by a line that has its name in front, in their order, and the company's name.
 * A sentence that only lists the names is none of them.
 */
export function judgeParts(text: string): void {
  const lines = text.split('\n')
  const begins = (line: string, part: string) => {
    const at = line.indexOf(part)
    return (
      at >= 0 &&
      at <= leadMax &&
      !partNames.some((one) => one !== part && line.slice(0, at + 24).includes(one))
    )
  }
  const linesOf = partNames.map((part) => lines.flatMap((line, n) => (begins(line, part) ? [n] : [])))
  const missing = [
    ...partNames.filter((_, n) => linesOf[n]!.length === 0),
    ...(text.includes(company) ? [] : [company]),
  ]
  if (missing.length > 0) throw new Error(`it lacks ${missing.join(', ')}`)
  let last = -1
  for (const starts of linesOf) {
    const next = starts.find((n) => n > last)
    if (next === undefined) throw new Error(`its parts are in another order than ${partNames.join(', ')}`)
    last = next
  }
}
