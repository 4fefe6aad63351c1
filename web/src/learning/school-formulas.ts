/** What is no lone dollar: code, an escaped character, a formula between two dollars. */
const stretches =
  /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|(`+)[\s\S]*?\1|\\[\\$]|\$\$[\s\S]*?(?:\$\$|$)|\$/g

/** An amount of money, and words behind it. */
const money = /^\d[\d.,]*\s*[\p{Script=Han}，。；、]/u

/**
 * A text of school, in which `$x^2$` is a formula, for a page that writes it `$$x^2$$` because a lone dollar is money there. By the rule of
 * the tutor (services/learning/src/formulas): no blank follows the first dollar or precedes the second, and no digit follows that.
 */
export function schoolFormulas(text: string): string {
  if (!text.includes('$')) return text
  let out = ''
  let done = 0
  const stretch = new RegExp(stretches)
  for (let found = stretch.exec(text); found; found = stretch.exec(text)) {
    const from = found.index + 1
    const to = found[0] === '$' ? endOfFormula(text, from) : undefined
    if (to === undefined) continue
    out += `${text.slice(done, found.index)}$$${text.slice(from, to)}$$`
    done = to + 1
    stretch.lastIndex = done
  }
  return out + text.slice(done)
}

const formulaMax = 2_000

function endOfFormula(text: string, from: number): number | undefined {
  if (/\s/.test(text[from] ?? ' ') || money.test(text.slice(from, from + 20))) return undefined
  for (let at = from; at < Math.min(text.length, from + formulaMax) && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '$')
      return /\s/.test(text[at - 1] ?? ' ') || /\d/.test(text[at + 1] ?? '') ? undefined : at
  }
  return undefined
}
