import { apply, callsFunction, factorial, minusOf, number, pi, productOf } from './build.ts'
import { createCursor } from './cursor.ts'
import type { Expression } from './expression.ts'
import { Unreadable } from './fold-text.ts'
import { rational, TooMuch } from './rational.ts'
import type { Token } from './tokens.ts'

/** Nested brackets; people's answers have three. */
const depthMax = 40

/** Reads tokens, at each place that can be read in two ways as `taken` says: the second way, or the first where it says nothing. */
export function createReader(tokens: readonly Token[], taken: readonly boolean[]) {
  const cursor = createCursor(tokens, taken)
  const { isSign, take, need, otherwise } = cursor
  let depth = 0
  let bars = 0

  function sum(): Expression {
    if (++depth > depthMax) throw new TooMuch('nested too deeply')
    const parts = [signed()]
    while (isSign('+') || isSign('-')) {
      const minus = isSign('-')
      cursor.next()
      const part = signed()
      parts.push(minus ? minusOf(part) : part)
    }
    depth--
    const [first] = parts
    return first && parts.length === 1 ? first : { is: 'sum', of: parts }
  }

  function signed(): Expression {
    let minus = false
    let count = 0
    while (isSign('+') || isSign('-')) {
      if (isSign('-')) minus = !minus
      cursor.next()
      if (++count > 3) throw new Unreadable('signs')
    }
    const part = term()
    return minus ? minusOf(part) : part
  }

  function term(): Expression {
    let left = chain()
    for (;;) {
      if (take('*')) left = productOf(left, operand())
      else if (take('/') || take('÷')) {
        const under = operand()
        // 1/2x: one half of x, or one over 2x?
        if (startsFactor() && !startsApart() && otherwise())
          left = { is: 'quotient', over: left, under: chain(under) }
        else {
          left = { is: 'quotient', over: left, under }
          if (startsFactor()) left = chain(left)
        }
      } else return left
    }
  }

  /** 1/2 sin x with a blank is a half of the sine. */
  function startsApart() {
    const token = cursor.peek()
    return token?.is === 'function' && token.spaced
  }

  /** What follows × or ÷, with a sign of its own. */
  function operand(): Expression {
    const minus = take('-')
    if (!minus) take('+')
    const part = factor()
    return minus ? minusOf(part) : part
  }

  /** Factors side by side. */
  function chain(first?: Expression): Expression {
    let product = first ?? factor()
    while (startsFactor()) product = productOf(product, factor())
    return product
  }

  function startsFactor(): boolean {
    const token = cursor.peek()
    if (!token) return false
    if (token.is === 'number') throw new Unreadable('a number behind a factor')
    if (token.is !== 'sign') return true
    if (token.sign === '|') return bars === 0
    return ['(', '[', '{', '√', 'sqrt', '\\sqrt', '\\frac'].includes(token.sign)
  }

  function factor(): Expression {
    return postfix(base())
  }

  function postfix(of: Expression): Expression {
    if (take('%')) return postfix({ is: 'quotient', over: of, under: number(rational(100n)) })
    if (take('°')) return { is: 'product', of: [of, pi, number(rational(1n, 180n))] }
    if (take('!')) return postfix(number(factorial(of)))
    if (!take('^')) return of
    const power: Expression = { is: 'power', base: of, exponent: exponent(of) }
    if (isSign('^')) throw new Unreadable('a power of a power without brackets')
    return postfix(power)
  }

  function exponent(base: Expression): Expression {
    if (isSign('{') || isSign('(')) return group()
    const minus = take('-')
    const first = cursor.peek()
    if (first?.is !== 'number' && first?.is !== 'name') throw new Unreadable('an exponent')
    let part = primary()
    const constant = base.is === 'number' || base.is === 'constant'
    const before = cursor.at()
    // e^2x and 2^2n: the power of all that follows, or of its first part? x^2y and x^2/4 are read as they stand.
    if (startsName() && (constant || startsCounter()) && otherwise()) part = chain(part)
    else if (
      cursor.at() === before &&
      isSign('/') &&
      first.is === 'number' &&
      (constant || first.single) &&
      halves(base, part)
    ) {
      if (otherwise()) {
        need('/')
        part = { is: 'quotient', over: part, under: primary() }
      }
    }
    return minus ? minusOf(part) : part
  }

  const startsName = () => cursor.peek()?.is === 'name'
  const startsCounter = () => {
    const token = cursor.peek()
    return token?.is === 'name' && /^[nkm]$/.test(token.name)
  }
  /** x^1/2 and 8^2/3 may be roots. */
  const halves = (base: Expression, part: Expression) =>
    cursor.peek(1)?.is === 'number' &&
    (base.is === 'number' ||
      base.is === 'constant' ||
      (part.is === 'number' && part.value.n === part.value.d))

  function group(): Expression {
    const closes: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
    const token = cursor.peek()
    const close = token?.is === 'sign' ? closes[token.sign] : undefined
    if (!close) throw new Unreadable('no bracket')
    cursor.next()
    const before = bars
    bars = 0
    const inner = sum()
    bars = before
    need(close)
    return inner
  }

  /** A number, a letter or a group, without what follows it. */
  function primary(): Expression {
    const token = cursor.peek()
    if (!token) throw new Unreadable('nothing where something is expected')
    if (token.is === 'number') {
      cursor.next()
      return number(token.value)
    }
    if (token.is === 'name') return name(token.name)
    return group()
  }

  function name(of: string): Expression {
    cursor.next()
    if (of === 'π') return pi
    if (of === 'e' && !isSign('_')) return { is: 'constant', name: 'e' }
    if (!take('_')) {
      if (isSign('(') && callsFunction(of, cursor.upTo(')')))
        throw new Unreadable('a function without a meaning')
      return { is: 'variable', name: of }
    }
    const token = cursor.peek()
    const braces = take('{')
    const index = cursor.peek()
    if (!token || (index?.is !== 'number' && index?.is !== 'name')) throw new Unreadable('an index')
    cursor.next()
    if (braces) need('}')
    // C with two numbers counts combinations.
    if (/^[CAP]$/.test(of) && isSign('^')) throw new Unreadable('combinations')
    return { is: 'variable', name: `${of}_${index.is === 'number' ? index.value.n : index.name}` }
  }

  function base(): Expression {
    const token = cursor.peek()
    if (!token) throw new Unreadable('nothing where something is expected')
    if (token.is === 'function') return application(token.name)
    if (token.is !== 'sign' || '([{'.includes(token.sign)) return primary()
    cursor.next()
    switch (token.sign) {
      case '|': {
        bars++
        const of = sum()
        bars--
        need('|')
        return { is: 'absolute', of }
      }
      case '\\frac': {
        const over = argument()
        return { is: 'quotient', over, under: argument() }
      }
      case '\\sqrt': {
        let index = 2
        if (take('[')) {
          const root = cursor.peek()
          if (root?.is !== 'number' || !root.whole || root.value.n > 20n || root.value.n < 2n)
            throw new Unreadable('a root')
          index = Number(root.value.n)
          cursor.next()
          need(']')
        }
        if (take('√')) return typedRoot(index)
        return { is: 'root', of: argument(), index }
      }
      case '√':
      case 'sqrt':
        return typedRoot(2)
      default:
        throw new Unreadable('a sign')
    }
  }

  /** √ as typed: how far it reaches is plain before brackets only. */
  function typedRoot(index: number): Expression {
    const grouped = isSign('(') || isSign('{')
    const of = primary()
    if (grouped) return { is: 'root', of, index }
    if (isSign('^') && otherwise()) return { is: 'root', of: postfix(of), index }
    const next = cursor.peek()
    const further = next?.is === 'name' || (next?.is === 'sign' && next.sign === '(')
    if (further && otherwise()) return { is: 'root', of: chain(of), index }
    return { is: 'root', of, index }
  }

  /** An argument as LaTeX takes it: a group or one character. */
  function argument(): Expression {
    const token = cursor.peek()
    if (token?.is === 'number' && !token.single) throw new Unreadable('an argument without braces')
    if (isSign('{') || token?.is === 'number' || token?.is === 'name') return primary()
    throw new Unreadable('an argument')
  }

  function application(of: string): Expression {
    cursor.next()
    let logBase: Expression | undefined
    if (of === 'log') {
      if (take('_')) logBase = isSign('{') || isSign('(') ? group() : primary()
      else if (cursor.peek()?.is === 'number') throw new Unreadable('a logarithm without its base')
    }
    let power: Expression | undefined
    if (take('^')) {
      const index = isSign('{') || isSign('(') ? group() : primary()
      if (index.is !== 'number' || index.value.n < 1n) throw new Unreadable('a power of a function')
      power = index
    }
    const grouped = isSign('(') || isSign('{')
    let inner = grouped ? group() : loose()
    if (grouped && !power && isSign('^') && of !== 'abs' && of !== 'exp' && otherwise())
      inner = postfix(inner)
    const result = apply(of, inner, logBase, otherwise)
    return power ? { is: 'power', base: result, exponent: power } : result
  }

  /** What a function without brackets is of: 2x, πx, x/2 perhaps. */
  function loose(): Expression {
    const minus = take('-')
    let part = primary()
    if (isSign('°')) part = postfix(part)
    if (isSign('^') && otherwise()) part = postfix(part)
    else if (!isSign('^')) {
      let letters = part.is === 'variable' ? 1 : 0
      while (startsFactor() && cursor.peek()?.is !== 'function') {
        if (letters > 0 && !otherwise()) break
        part = productOf(part, factor())
        letters++
      }
    }
    const below = cursor.peek(1)
    const single = below?.is === 'number' || below?.is === 'name'
    if (isSign('/') && single && otherwise()) {
      cursor.next()
      part = { is: 'quotient', over: part, under: primary() }
    }
    return minus ? minusOf(part) : part
  }

  return {
    read: () => {
      const all = sum()
      if (cursor.peek()) throw new Unreadable('something is left')
      return all
    },
    choices: cursor.choices,
  }
}
