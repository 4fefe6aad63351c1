/** Raised for what is not understood; the comparison is then undecided. */
export class Unreadable extends Error {}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ'
const plainSuperscripts = '0123456789+-()ni'
const subscripts = '₀₁₂₃₄₅₆₇₈₉ₙ'
const plainSubscripts = '0123456789n'
const vulgar: Record<string, string> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅖': '2/5',
  '⅗': '3/5',
  '⅘': '4/5',
  '⅙': '1/6',
  '⅚': '5/6',
  '⅐': '1/7',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
  '⅑': '1/9',
  '⅒': '1/10',
} // prettier-ignore

/** What is written in several ways and means one thing. */
const signs = new Map<string, string>(
  Object.entries({
    '*': '×✕✖·⋅∙•∗﹡',
    '-': '−–—﹣➖‒',
    '+': '﹢➕',
    '/': '∕⁄',
    ',': '、，',
    ':': '：∶',
    ';': '；',
    '≤': '⩽≦',
    '≥': '⩾≧',
    '%': '％﹪',
    '°': 'º˚',
    '∅': 'Ø⌀',
    '′': '’ʹ',
    '″': '”',
    Ω: 'Ω',
    μ: 'µ',
  }).flatMap(([to, from]) => Array.from(from, (sign) => [sign, to] as [string, string])),
) // prettier-ignore

/** Invisible and harmless: zero-width spaces and joiners, soft hyphens, marks of byte order. */
const hidden = /[\u00ad\u200b\u200c\u2060\ufeff]|\u200d|\ufe0e|\ufe0f/g
/** Turns the order of what is read, or changes the sign before it. */
const disguises = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\p{Cc}]/u

/** Full width to half width, one sign for one thing, no invisible characters; case and blanks stay. Raises `Unreadable`. */
export function foldText(text: string): string {
  const shown = text.replace(/[\t\r\n]+/g, ' ').replace(hidden, '')
  if (disguises.test(shown)) throw new Unreadable('characters that show nothing')
  let folded = ''
  for (const character of shown) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xff01 && code <= 0xff5e) {
      const narrow = String.fromCodePoint(code - 0xfee0)
      folded += signs.get(narrow) ?? narrow
    } else if (code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f)
      folded += ' '
    // Letters and digits of the mathematical alphabets, which are letters and digits in another type.
    // ㎡ and ㎏ are units in one character.
    else if ((code >= 0x1d400 && code <= 0x1d7ff) || (code >= 0x3380 && code <= 0x33df))
      folded += character.normalize('NFKC')
    else folded += signs.get(character) ?? character
  }
  return folded.trim()
}

/** Superscripts, subscripts and vulgar fractions as they are typed: x² is x^(2), 2½ is 2 1/2. */
function unfoldRaised(text: string): string {
  const to = (run: string, from: string, plain: string) =>
    Array.from(run, (character) => plain[Array.from(from).indexOf(character)] ?? character).join('')
  return text
    .replace(/(^|[-+*/÷(,=\s])([²³⁴])√/g, (_, before: string, index: string) => {
      return `${before}\\sqrt[${to(index, superscripts, plainSuperscripts)}]√`
    })
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ]+/g, (run) => `^(${to(run, superscripts, plainSuperscripts)})`)
    .replace(/[₀₁₂₃₄₅₆₇₈₉ₙ]+/g, (run) => `_{${to(run, subscripts, plainSubscripts)}}`)
    .replace(/(\d)\s*([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])/g, (_, digit: string, part: string) => `${digit} ${vulgar[part]}`)
    .replace(/[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]/g, (part) => `(${vulgar[part]})`)
    .replace(/∛/g, '\\sqrt[3]√')
    .replace(/(\d)\s*又\s*(?=\d)/g, '$1 ')
}

const commands: [RegExp, string][] = [
  [/\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|displaystyle|limits)(?![a-zA-Z])/g, ''],
  [/\\(?:[dtc]frac)(?![a-zA-Z])/g, '\\frac'],
  [/\\(?:text|mathrm|mathbf|mathit|textbf|operatorname)\s*\{([^{}]*)\}/g, ' $1 '],
  [/\\(?:begin|end)\s*\{(?:cases|aligned|array)\}/g, ' '],
  [/\\\\/g, ';'],
  [/&/g, ' '],
  [/\\(?:leq?|leqslant|leqq)(?![a-zA-Z])/g, '≤'],
  [/\\(?:geq?|geqslant|geqq)(?![a-zA-Z])/g, '≥'],
  [/\\neq?(?![a-zA-Z])/g, '≠'],
  [/\\lt(?![a-zA-Z])/g, '<'],
  [/\\gt(?![a-zA-Z])/g, '>'],
  [/\\infty(?![a-zA-Z])/g, '∞'],
  [/\\cup(?![a-zA-Z])/g, '∪'],
  [/\\in(?![a-zA-Z])/g, '∈'],
  [/\\(?:varnothing|emptyset)(?![a-zA-Z])/g, '∅'],
  [/\\mathbb\s*\{?\s*R\s*\}?/g, 'ℝ'],
  [/\\pm(?![a-zA-Z])/g, '±'],
  [/\\mp(?![a-zA-Z])/g, '∓'],
  [/\\(?:times|cdot|ast)(?![a-zA-Z])/g, '*'],
  [/\\div(?![a-zA-Z])/g, '÷'],
  [/\\pi(?![a-zA-Z])/g, 'π'],
  [/\^\s*\{?\s*\\circ\s*\}?|\\degree(?![a-zA-Z])/g, '°'],
  [/\\(?:[lr]?vert|mid|\|)(?![a-zA-Z])/g, '|'],
  [/\\(?:quad|qquad)(?![a-zA-Z])|\\[,;:! ]|~/g, ' '],
  [/\\%/g, '%'],
  [/\\\{/g, '⟦'],
  [/\\\}/g, '⟧'],
  [/\\(?:approx|thickapprox)(?![a-zA-Z])/g, '≈'],
]

/** A text of mathematics, from LaTeX or as typed, in one notation: what is left of LaTeX is \frac, \sqrt, functions and letters. */
export function foldMathematics(text: string): string {
  let folded = foldText(text)
    .replace(/^\$+(.*?)\$+$/, '$1')
    .replace(/^\\[([]|\\[)\]]$/g, '')
    .trim()
  if (/(?:\.\.|…)$/.test(folded)) throw new Unreadable('a number that goes on')
  const boxed = /^\\boxed\s*\{(.*)\}$/.exec(folded)
  if (boxed?.[1] !== undefined) folded = boxed[1]
  folded = unfoldRaised(folded)
  for (const [from, to] of commands) folded = folded.replace(from, to)
  return folded
    .replace(/\\frac\s*(\d)\s*(\d)/g, '\\frac{$1}{$2}')
    .replace(/\\frac\s*(\d)\s*(?=\{)/g, '\\frac{$1}')
    .replace(/<=|=</g, '≤')
    .replace(/>=/g, '≥')
    .replace(/!=/g, '≠')
    .replace(/\+-|\+\/-/g, '±')
    .replace(/\*\*/g, '^')
    .replace(/[。.;；,，]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
