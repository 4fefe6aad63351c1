import { isInCode, isMention, isQuoted } from './quoted-marks.ts'
import type { WrittenCall } from './split-channels.ts'
import { beginsChannel, splitChannels } from './split-channels.ts'
import { beginningIn, isEnd, markMax, thoughtMark } from './thought-marks.ts'

export interface SplitText {
  reasoning: string
  content: string
  /** All text before was taken for the wrong one; what of it is thoughts is in `reasoning` again. */
  voids?: boolean
  calls?: WrittenCall[]
}

/** What may stand before the first mark and cannot be seen. */
const unseen = /^[\s\u200b\u2060\ufeff]+/

/** Marks that are looked at closely; a text with more of them speaks of them, and each look reads all text before. */
const marksMax = 64

/** Characters of the answer that are searched again and again. */
const recentMax = 4 * markMax

interface Found {
  at: number
  length: number
}

/** How gpt-oss goes from its thoughts to its answer, when the beginning or all of its marks were cut off. */
const channelEnd = /(?:<\|end\|>)?<\|start\|>assistant<\|channel\|>final<\|message\|>/g
const bareBeginning = 'analysis'
const bareEnd = 'assistantfinal'

/**
 * Splits an answer's text into thoughts and answer. Only marks at the very start count, however they are cut; in the middle
 * of an answer they are its text. An end of thoughts without a beginning (the template had it) makes thoughts of all text
 * before, unless it stands in code or quotes; text that readers have already is void then, which `mayVoid` allows.
 */
export function splitThoughts(mayVoid: boolean) {
  /** `start`: no text yet; `thoughts`: until they end; `after`: thoughts have ended, the answer has not begun. */
  let state: 'start' | 'thoughts' | 'after' | 'answer' | 'channels' = 'start'
  /** Text that cannot be told yet: whitespace, or the beginning of a mark. */
  let held = ''
  /** All text of the answer, while an end of thoughts may still come. */
  let answer = ''
  /** The end of it, which may hold a mark. */
  let recent = ''
  /** All thoughts so far as readers have them, and the whitespace that follows them. */
  let told = ''
  let space = ''
  /** Beginnings of thoughts that have not ended. */
  let depth = 0
  /** Where the answer begins in `told`, should no further end of thoughts come. */
  let perhaps = -1
  /** Thoughts are known already: no end without a beginning is waited for. */
  let known = false
  /** An end of thoughts was seen, and what follows it will tell whether it is one. */
  let maybe = false
  /** Ends before this place are only spoken of. */
  let judged = 0
  /** Whether the answer begins as gpt-oss does without its marks; undefined: it is too short to tell. */
  let bare: boolean | undefined
  let marks = 0
  let blocks = 0
  const channels = splitChannels()

  /** Gives thoughts on, without the whitespace around them. */
  function tell(text: string): string {
    const all = space + text
    const said = all.trimEnd()
    space = all.slice(said.length)
    if (said === '') return ''
    const part = told === '' ? said.trimStart() : said
    told += part
    known = true
    return part
  }

  /** Reads thoughts to their end, or to the end of the text. */
  function think(text: string, ended: boolean): SplitText & { rest: string } {
    let reasoning = ''
    let from = 0
    thoughtMark.lastIndex = 0
    for (let found = thoughtMark.exec(text); found; found = thoughtMark.exec(text)) {
      const [mark] = found
      const { index } = found
      const end = index + mark.length
      const before = () => told + space + text.slice(from, index)
      const quoted = isQuoted(text[index - 1] ?? before().at(-1), text[end], ended)
      if (quoted === 'maybe') {
        held = text.slice(index)
        return { reasoning: reasoning + tell(text.slice(from, index)), content: '', rest: '' }
      }
      if (quoted === 'yes') continue
      marks += 1
      if (marks < marksMax && isInCode(before())) {
        if (!isEnd(mark)) continue
        reasoning += tell(text.slice(from, end))
        from = end
        perhaps = told.length
        continue
      }
      reasoning += tell(text.slice(from, index))
      from = end
      if (!isEnd(mark)) depth += told === '' ? 0 : 1
      else if (depth > 0) {
        depth -= 1
        perhaps = told.length
      } else {
        space = ''
        perhaps = -1
        state = 'after'
        return { reasoning, content: '', rest: text.slice(end) }
      }
    }
    held = ended ? '' : beginningIn(text.slice(Math.max(from, text.length - markMax)))
    reasoning += tell(text.slice(from, text.length - held.length))
    if (!ended || perhaps < 0 || told.slice(perhaps).trim() === '')
      return { reasoning, content: '', rest: '' }
    // No further end came: the last one was it.
    const content = told.slice(perhaps).trimStart()
    if (!mayVoid) return { reasoning, content, rest: '' }
    return { reasoning: told.slice(0, perhaps), content, voids: true, rest: '' }
  }

  function push(text: string, ended: boolean): SplitText {
    let rest = held + text
    held = ''
    let reasoning = ''
    while (rest !== '' || (ended && state === 'thoughts' && perhaps >= 0)) {
      if (state === 'answer') return { reasoning, content: rest }
      if (state === 'channels') return inChannels(rest, ended)
      if (state === 'thoughts') {
        const split = think(rest, ended)
        reasoning = split.voids ? split.reasoning : reasoning + split.reasoning
        rest = split.rest
        if (rest === '') return { ...split, reasoning }
        continue
      }
      const begun = rest.replace(unseen, '')
      const channel = beginsChannel(begun)
      if (channel === 'yes') {
        state = 'channels'
        rest = begun
        continue
      }
      if (!ended && (begun === '' || channel === 'maybe' || beginningIn(begun) === begun)) {
        held = rest
        return { reasoning, content: '' }
      }
      thoughtMark.lastIndex = 0
      const found = /^[<[◁]/.test(begun) ? thoughtMark.exec(begun) : null
      blocks += 1
      if (found?.index !== 0 || blocks > marksMax) {
        const content = state === 'after' ? begun : rest
        state = 'answer'
        return { reasoning, content }
      }
      const [mark] = found
      rest = begun.slice(mark.length)
      if (isEnd(mark)) state = 'after'
      else {
        state = 'thoughts'
        depth = 0
        if (told !== '') space = '\n\n'
      }
    }
    return { reasoning, content: '' }
  }

  function inChannels(text: string, ended: boolean): SplitText {
    known = true
    const { thoughts, content, calls } = channels.push(text, ended)
    const said = answer === '' ? content.trimStart() : content
    answer ||= said
    return { reasoning: tell(thoughts), content: said, calls }
  }

  /** Looks for an end of thoughts in the answer's newest text. */
  function findEnd(text: string, ended: boolean): SplitText {
    const plain = { reasoning: '', content: text }
    if (known) return plain
    const begun = answer !== ''
    if (begun && !mayVoid) return plain
    answer += text
    recent += text
    if (bare === undefined && answer.length >= bareBeginning.length) bare = answer.startsWith(bareBeginning)
    if (text.includes('>') || text.includes(']') || text.includes('▷') || bare || maybe) {
      maybe = false
      const found = endIn(answer.length - recent.length, ended)
      if (found) return endAt(found, { begun, ended })
    }
    if (recent.length > recentMax) recent = recent.slice(-markMax)
    return plain
  }

  /** The first end of thoughts in the newest text, which begins at this place. */
  function endIn(start: number, ended: boolean): Found | undefined {
    const cut = bare ? recent.indexOf(bareEnd) : -1
    if (cut >= 0) return { at: start + cut, length: bareEnd.length }
    channelEnd.lastIndex = 0
    const channel = channelEnd.exec(recent)
    if (channel) return { at: start + channel.index, length: channel[0].length }
    thoughtMark.lastIndex = 0
    const ends: Found[] = []
    for (let found = thoughtMark.exec(recent); found; found = thoughtMark.exec(recent))
      if (isEnd(found[0])) ends.push({ at: start + found.index, length: found[0].length })
    for (const end of ends) {
      if (end.at < judged) continue
      marks += 1
      known = marks > marksMax
      if (known) return undefined
      const mention = isMention(answer.slice(0, end.at), answer.slice(end.at + end.length), ended)
      if (mention === 'no') return end
      if (mention === 'maybe') maybe = true
      else judged = end.at + end.length
    }
    return undefined
  }

  /** All of the answer before this place was thoughts. */
  function endAt({ at, length }: Found, { begun, ended }: { begun: boolean; ended: boolean }): SplitText {
    told = answer.slice(bare ? bareBeginning.length : 0, at).trim()
    const rest = answer.slice(at + length)
    known = true
    state = 'after'
    answer = ''
    return { reasoning: told, content: push(rest, ended).content, voids: begun }
  }

  const isAnswer = () => state === 'answer'

  function split(text: string, ended: boolean): SplitText {
    if (state === 'answer') return findEnd(text, ended)
    const pushed = push(text, ended)
    if (pushed.content === '' || !isAnswer()) return pushed
    const found = findEnd(pushed.content, ended)
    return { ...found, reasoning: pushed.reasoning + found.reasoning }
  }

  return {
    push: (text: string): SplitText => (text === '' ? nothing : split(text, false)),
    /** The thoughts came in another place: all text before an end of thoughts is answer. */
    haveBeenTold() {
      known = true
    },
    /** What is still held back, once nothing follows. */
    end: (): SplitText => split('', true),
    /** Whether the text stops inside a call of a tool. */
    get cut() {
      return channels.cut
    },
  }
}

const nothing: SplitText = { reasoning: '', content: '' }
