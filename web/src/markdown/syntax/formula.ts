import type { CompileContext, Extension as MdastExtension } from 'mdast-util-from-markdown'
import type {
  Code,
  Construct,
  Effects,
  Extension,
  State,
  Token,
  TokenizeContext,
  Tokenizer,
} from 'micromark-util-types'
import type { Formula, InlineFormula } from './nodes.ts'

const dollar = 36
const backslash = 92
const space = 32
/** What opens a formula after a backslash, and what closes it. */
const brackets = new Map([
  [40, 41],
  [91, 93],
])

const isLineEnd = (code: Code) => code !== null && code < -2
const isSpace = (code: Code) => code === space || code === -2 || code === -1
/** A full stop after a formula belongs to it. */
const isStop = (code: Code) => code !== null && '.,;:。，；：、！？'.includes(String.fromCharCode(code))

/** `$$` or `\]`, whichever `second` says. */
function closing(second: number): Construct {
  const first = second === dollar ? dollar : backslash
  return {
    partial: true,
    tokenize(effects, ok, nok) {
      return (code) => {
        if (code !== first) return nok(code)
        effects.enter('formulaClosing')
        effects.consume(code)
        return (next) => {
          if (next !== second) return nok(next)
          effects.consume(next)
          effects.exit('formulaClosing')
          return ok
        }
      }
    },
  }
}

/** Reads `$$`, `\(` or `\[`, and tells what closes it. */
function opening(effects: Effects, nok: State, inBlock: boolean, then: (closing: Construct) => State): State {
  return (first) => {
    effects.enter('formulaOpening')
    effects.consume(first)
    return (second) => {
      const closer = first === dollar ? (second === dollar ? dollar : undefined) : brackets.get(second ?? 0)
      if (closer === undefined || (inBlock && closer === 41)) return nok(second)
      effects.consume(second)
      effects.exit('formulaOpening')
      return then(closing(closer))
    }
  }
}

/** One line of TeX up to its end, or to where the formula closes. A backslash takes the next character along: `\\[2pt]`, `\$`. */
function line(effects: Effects, close: Construct, closed: State, ended: State): State {
  const start: State = (code) => {
    if (code === null || isLineEnd(code)) return ended(code)
    if (code === dollar || code === backslash) return effects.attempt(close, closed, literal)(code)
    effects.enter('formulaData')
    return data(code)
  }
  const literal: State = (code) => {
    effects.enter('formulaData')
    effects.consume(code)
    return code === backslash ? escaped : data
  }
  const escaped: State = (code) => {
    if (code === null || isLineEnd(code)) return data(code)
    effects.consume(code)
    return data
  }
  const data: State = (code) => {
    if (code === null || isLineEnd(code) || code === dollar || code === backslash) {
      effects.exit('formulaData')
      return start(code)
    }
    effects.consume(code)
    return data
  }
  return start
}

function lineEnd(effects: Effects, then: State): State {
  return (code) => {
    effects.enter('lineEnding')
    effects.consume(code)
    effects.exit('lineEnding')
    return then
  }
}

/** `$$x$$`, `\(x\)`, `\[x\]` within a sentence. A single dollar is money. */
const text: Construct = {
  name: 'formulaText',
  tokenize(effects, ok, nok) {
    return (code) => {
      effects.enter('formulaText')
      return opening(effects, nok, false, (close) => {
        const next = (): State =>
          line(effects, close, closed, (at) => (at === null ? nok(at) : lineEnd(effects, next())(at)))
        return next()
      })(code)
    }
    function closed(code: Code) {
      effects.exit('formulaText')
      return ok(code)
    }
  },
}

/**
 * A formula in lines of its own. The first line alone decides: `$$` or `\[` with nothing behind it opens a formula that ends where
 * it is closed; with TeX behind it, one that ends there or at a blank line. Text that comes later never turns blocks that have been
 * read into a formula, so that a growing answer need not be read again.
 */
const flow: Construct = {
  name: 'formulaFlow',
  // Within it, `- b` is no list.
  concrete: true,
  tokenize: tokenizeFlow,
}

function tokenizeFlow(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const self = this
  let bare = false
  let close: Construct
  return (code) => {
    effects.enter('formulaFlow')
    return opening(effects, nok, true, (found) => {
      close = found
      return spaces('formulaData', firstLine)
    })(code)
  }

  function spaces(_kind: string, then: State): State {
    const before: State = (code) => {
      if (!isSpace(code)) return then(code)
      effects.enter('whitespace')
      return inside(code)
    }
    const inside: State = (code) => {
      if (isSpace(code)) {
        effects.consume(code)
        return inside
      }
      effects.exit('whitespace')
      return then(code)
    }
    return before
  }

  function firstLine(code: Code): State | undefined {
    bare = code === null || isLineEnd(code)
    return line(effects, close, stop(nok), firstEnd)(code)
  }

  function firstEnd(code: Code): State | undefined {
    return self.interrupt ? ok(code) : end(code)
  }

  /** Behind the closing mark: at most a full stop; on later lines any text, which becomes a paragraph. */
  function stop(otherwise: State): State {
    const after: State = (code) => {
      if (code === null || isLineEnd(code)) return done(code)
      return otherwise(code)
    }
    return (code) => {
      if (!isStop(code)) return spaces('', after)(code)
      effects.enter('formulaData')
      effects.consume(code)
      effects.exit('formulaData')
      return spaces('', after)
    }
  }

  function end(code: Code): State | undefined {
    if (code === null) return done(code)
    return effects.check(nextLine(self, bare), lineEnd(effects, within), done)(code)
  }

  function within(code: Code): State | undefined {
    return line(effects, close, stop(rest), end)(code)
  }

  function rest(code: Code): State | undefined {
    effects.exit('formulaFlow')
    effects.enter('paragraph')
    effects.enter('chunkText', { contentType: 'text' } as Partial<Token>)
    return restOf(code)
  }

  function restOf(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      effects.exit('chunkText')
      effects.exit('paragraph')
      return ok(code)
    }
    effects.consume(code)
    return restOf
  }

  function done(code: Code): State | undefined {
    effects.exit('formulaFlow')
    return ok(code)
  }
}

/** Whether the next line still belongs to the formula. */
function nextLine(self: TokenizeContext, blankToo: boolean): Construct {
  const tokenize: Tokenizer = (effects, ok, nok) => {
    const start: State = (code) =>
      self.parser.lazy[self.now().line] ? nok(code) : blankToo ? ok(code) : blank(code)
    const blank: State = (code) => {
      if (code === null || isLineEnd(code)) return nok(code)
      if (!isSpace(code)) return ok(code)
      effects.enter('whitespace')
      return inSpace(code)
    }
    const inSpace: State = (code) => {
      if (isSpace(code)) {
        effects.consume(code)
        return inSpace
      }
      effects.exit('whitespace')
      return blank(code)
    }
    return lineEnd(effects, start)
  }
  return { partial: true, tokenize }
}

export const formulaSyntax: Extension = {
  flow: { [dollar]: flow, [backslash]: flow },
  text: { [dollar]: text, [backslash]: text },
}

function collect(this: CompileContext) {
  this.buffer()
}

export const formulaNodes: MdastExtension = {
  enter: {
    formulaFlow(token) {
      this.enter({ type: 'formula', value: '', closed: false } as Formula, token)
      this.data.formulaClosed = false
      collect.call(this)
    },
    formulaText(token) {
      this.enter({ type: 'inlineFormula', value: '' } as InlineFormula, token)
      collect.call(this)
    },
  },
  exit: {
    formulaData(token) {
      this.config.enter.data!.call(this, token)
      this.config.exit.data!.call(this, token)
    },
    formulaClosing() {
      this.data.formulaClosed = true
    },
    formulaFlow(token) {
      const value = this.resume().trim()
      const node = this.stack.at(-1) as Formula
      node.value = value
      node.closed = this.data.formulaClosed === true
      this.exit(token)
    },
    formulaText(token) {
      const value = this.resume().trim()
      ;(this.stack.at(-1) as InlineFormula).value = value
      this.exit(token)
    },
  },
}
