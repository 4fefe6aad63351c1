import { Unreadable } from './fold-text.ts'
import type { Rational } from './rational.ts'
import { add, power, rational, readDecimal, times } from './rational.ts'

export type Token =
  /** `single`: one digit, which LaTeX takes as an argument without braces. */
  | { is: 'number'; value: Rational; whole: boolean; single: boolean }
  /** `run`: how many letters stood together. */
  | { is: 'name'; name: string; run: number }
  | { is: 'function'; name: string; spaced: boolean }
  | { is: 'sign'; sign: string; spaced: boolean }

const functions = /^(?:arcsin|arccos|arctan|sin|cos|tan|cot|sec|csc|ln|lg|log|exp|sqrt|abs|pi)/
/** Known elsewhere, and not here: read as products of letters they would be something else. */
const foreign =
  /^(?:asin|acos|atan|sinh|cosh|tanh|max|min|mod|lim|int|inf|nan|floor|ceil|sum|prod|deg|rad|gcd|lcm|tg|ctg|arc)/i
const greek =
  /^(?:alpha|beta|gamma|delta|epsilon|varepsilon|theta|lambda|mu|rho|sigma|tau|varphi|phi|omega|Delta|Omega|Phi|Theta)(?![a-zA-Z])/
const signs = new Set('+-*/÷^_()[]{}|!%°√')
const greekLetters = /^[α-ωΔΩΦΘ]/

/** Cuts a folded text into tokens. Raises `Unreadable` for what has no place in an expression. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let spaced = false
  const sign = (of: string) => tokens.push({ is: 'sign', sign: of, spaced })
  while (at < text.length) {
    const rest = text.slice(at)
    const character = rest.charAt(0)
    if (character === ' ') {
      spaced = true
      at++
      continue
    }
    const [minutes, ...parts] = angle.exec(rest) ?? []
    if (minutes) {
      const [degrees, sixtieths, rest3600] = parts.map((part) => BigInt(part ?? 0))
      const seconds = (degrees ?? 0n) * 3600n + (sixtieths ?? 0n) * 60n + (rest3600 ?? 0n)
      tokens.push({ is: 'number', value: rational(seconds, 3600n), whole: false, single: false })
      sign('°')
      at += minutes.length
      continue
    }
    const number = /^(?:\d|\.\d)/.test(rest) ? readNumber(rest) : undefined
    if (number) {
      tokens.push(number.token)
      at += number.length
    } else if (character === '\\') {
      const name = rest.slice(1)
      const [letter] = greek.exec(name) ?? []
      const [known] = functions.exec(name) ?? []
      if (letter) tokens.push({ is: 'name', name: letter, run: 1 })
      else if (/^frac(?![a-zA-Z])/.test(name)) sign('\\frac')
      else if (known && !/^[a-zA-Z]/.test(name.slice(known.length))) {
        if (known === 'sqrt') sign('\\sqrt')
        else tokens.push({ is: 'function', name: known, spaced })
      } else throw new Unreadable('a command')
      at += 1 + (letter ?? known ?? 'frac').length
    } else if (/[a-zA-Z]/.test(character)) at += readLetters(rest, tokens, spaced)
    else if (character === 'π') {
      tokens.push({ is: 'name', name: 'π', run: 1 })
      at++
    } else if (greekLetters.test(rest)) {
      tokens.push({ is: 'name', name: character, run: 1 })
      at++
    } else if (signs.has(character)) {
      sign(character)
      at++
    } else throw new Unreadable('a character')
    spaced = false
    if (tokens.length > 600) throw new Unreadable('too long')
  }
  return tokens
}

function readLetters(rest: string, tokens: Token[], spaced: boolean): number {
  const [run = ''] = /^[a-zA-Z]+/.exec(rest) ?? []
  if (foreign.test(run) && !functions.test(run)) throw new Unreadable('a word')
  if (/^(?:one|two|six|ten|zero|four|five|nine|three|seven|eight|no|yes|none|and|or)$/i.test(run)) {
    throw new Unreadable('a word')
  }
  let at = 0
  while (at < run.length) {
    const [known] = functions.exec(run.slice(at)) ?? []
    if (known === 'pi') tokens.push({ is: 'name', name: 'π', run: 1 })
    else if (known === 'sqrt') tokens.push({ is: 'sign', sign: 'sqrt', spaced: false })
    else if (known) tokens.push({ is: 'function', name: known, spaced: spaced && at === 0 })
    else tokens.push({ is: 'name', name: run.charAt(at), run: run.length })
    at += known?.length ?? 1
  }
  return run.length
}

interface Read {
  token: Token
  length: number
}

/** 30°15′ in degrees. */
const angle = /^(\d+) *° *(\d+) *[′'](?: *(\d+) *[″"])?/

/** A decimal, also a recurring one, or a mixed number. */
function readNumber(rest: string): Read {
  const mixed = /^(\d+) +(\d+) *\/ *(\d+)(?![\d.])/.exec(rest)
  if (mixed) {
    const [text, whole = '', n = '', d = ''] = mixed
    const next = rest.slice(text.length).trimStart()
    if (BigInt(n) >= BigInt(d) || /^[a-zA-Z(√\\π]/.test(next)) throw new Unreadable('not a mixed number')
    return made(add(readDecimal(whole), rational(BigInt(n), BigInt(d))), text.length, false)
  }
  const frac = /^(\d+) *\\frac *\{ *(\d+) *\} *\{ *(\d+) *\}/.exec(rest)
  if (frac) {
    const [text, whole = '', n = '', d = ''] = frac
    if (BigInt(n) >= BigInt(d)) throw new Unreadable('not a mixed number')
    return made(add(readDecimal(whole), rational(BigInt(n), BigInt(d))), text.length, false)
  }
  const recurring =
    /^(\d*)\.(\d*)(?:\\dot *\{?(\d)\}?(?:(\d*)\\dot *\{?(\d)\}?)?|(\d)\u0307(?:(\d*)(\d)\u0307)?)/.exec(rest)
  if (recurring) {
    const [text, whole = '', fixed = '', a1, b1 = '', c1 = '', a2, b2 = '', c2 = ''] = recurring
    const period = a1 === undefined ? `${a2}${b2}${c2}` : `${a1}${b1}${c1}`
    const tail = times(
      rational(BigInt(period), 10n ** BigInt(period.length) - 1n),
      power(rational(10n), BigInt(-fixed.length)),
    )
    return made(add(readDecimal(`${whole || '0'}.${fixed}`), tail), text.length, false)
  }
  const [digits = ''] = /^\d*(?:\.\d+)?/.exec(rest) ?? []
  if (/^\.(?:\.|\d)|^…/.test(rest.slice(digits.length))) throw new Unreadable('a number that goes on')
  return made(readDecimal(digits), digits.length, !digits.includes('.'), digits.length === 1)
}

function made(value: Rational, length: number, whole: boolean, single = false): Read {
  return { token: { is: 'number', value, whole, single }, length }
}
