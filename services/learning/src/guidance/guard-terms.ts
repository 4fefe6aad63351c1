/** Most forms of one answer, and the longest; contracts/chat-replies has the same bounds. */
const termsMax = 128
const termMax = 200

/**
 * How a known answer might be told: what is held back while a learner gets hints. A lone digit or letter, and a short number, is told
 * only where words say that it is the answer: 第3步 is no answer. What stands in the question itself is none either.
 */
export function guardTerms(knownAnswer: string, question: string): string[] {
  const forms = partsOf(knownAnswer).flatMap((answer) => [...formsOf(answer)])
  const telling = forms.filter(isTelling)
  const said = forms.filter((form) => !isTelling(form)).flatMap((form) => [...saidAs(form)])
  const terms = new Set([...telling, ...said])
  const asked = folded(question)
  return [...terms]
    .filter((term) => term.length >= 2 && term.length <= termMax && !asked.includes(folded(term)))
    .slice(0, termsMax)
}

const folded = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/** The answer without what only shows it as a formula, and each of several. */
function partsOf(answer: string): string[] {
  const plain = answer
    .normalize('NFKC')
    .replaceAll(/\$+|\\[()[\]]|\\(?:left|right|displaystyle|,|;|!|quad)|[*`]/g, '')
    .replace(/^\s*(?:答案?|解|answer)\s*(?:是|为|[::])\s*/i, '')
    .trim()
  const parts = plain.split(/\s*(?:或者?|以及|,|;|、|\bor\b|\\text\{或\})\s*/i).filter((part) => part !== '')
  return parts.length > 1 && parts.length <= 6 ? [plain, ...parts] : [plain]
}

const relation = /^(.{1,60}?)\s*(=|≈|>|<|≥|≤|>=|<=)\s*(.{1,120})$/s

function* formsOf(part: string): Generator<string> {
  yield part
  const [, left, sign, right] = relation.exec(part) ?? []
  if (left !== undefined && sign !== undefined && right !== undefined) {
    for (const value of valuesOf(right.trim()))
      for (const space of ['', ' ']) yield `${left.trim()}${space}${sign}${space}${value}`
    if (sign !== '=') return
    for (const value of valuesOf(right.trim())) {
      for (const verb of ['是', '为', '等于', '的值是', '的值为']) yield `${left.trim()}${verb}${value}`
      // Where words say that it is the answer: see saidAs.
      yield value
    }
    return
  }
  const measure = /^([+-]?[\d.]+)\s*([^\d\s.].{0,20})$/s.exec(part)
  if (measure) {
    yield `${measure[1]}${measure[2]}`
    yield `${measure[1]} ${measure[2]}`
  }
  yield* valuesOf(part)
}

/** A value as text and as LaTeX. */
function* valuesOf(value: string): Generator<string> {
  yield value
  const [, sign, over, under] =
    /^(-?)(\d{1,9})\s*\/\s*(\d{1,9})$/.exec(value) ??
    /^(-?)\\[dt]?frac\{?(\d{1,9})\}?\{?(\d{1,9})\}?$/.exec(value) ??
    []
  if (sign !== undefined && over !== undefined && under !== undefined) {
    yield `${sign}${over}/${under}`
    for (const name of ['frac', 'dfrac', 'tfrac']) yield `${sign}\\${name}{${over}}{${under}}`
    if (over.length === 1 && under.length === 1) yield `${sign}\\frac${over}${under}`
    yield `${sign === '' ? '' : '负'}${under}分之${over}`
  }
  const root = /^(\d{0,6})(?:√\(?(\d{1,9})\)?|\\sqrt\{(\d{1,9})\})$/.exec(value)
  if (root) {
    const inside = root[2] ?? root[3]
    yield `${root[1]}√${inside}`
    yield `${root[1]}\\sqrt{${inside}}`
  }
}

/** Whether a form says enough by itself: not a letter, a word of one character, or a number that anything might be. */
const isTelling = (form: string): boolean =>
  [...form].length >= 2 && !/^[+-]?[\d.]{1,4}%?$/.test(form) && !/^[A-Za-z]{1,4}$/.test(form)

function* saidAs(form: string): Generator<string> {
  for (const name of ['答案', '结果', '最终答案', '得数'])
    for (const verb of ['是', '为', '是 ', '为 ', ':', ': ', '=', ' = ']) yield `${name}${verb}${form}`
  if (/^[A-Ha-h]{1,4}$/.test(form))
    for (const verb of ['选', '选 ', '选择', '选择 ', '选项 ']) yield `${verb}${form}`
  yield `answer is ${form}`
  yield `answer: ${form}`
}
