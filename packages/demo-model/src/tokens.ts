/**
 * A documented estimate, so that tests can predict it: one token per CJK character or full-width mark,
 * one per four other characters (rounded up over the whole text).
 */
export function countTokens(text: string): number {
  let wide = 0
  let narrow = 0
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= firstWide) wide++
    else narrow++
  }
  return wide + Math.ceil(narrow / 4)
}

/** Tokens that a chat template adds around each message. */
const tokensPerMessage = 4

export function countPromptTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + countTokens(text) + tokensPerMessage, 0)
}

/** The longest prefix of `text` that costs at most `tokensMax`; never splits a surrogate pair. */
export function truncateToTokens(text: string, tokensMax: number): string {
  let wide = 0
  let narrow = 0
  let end = 0
  for (const character of text) {
    if (character.charCodeAt(0) >= firstWide) wide += character.length
    else narrow++
    if (wide + Math.ceil(narrow / 4) > tokensMax) return text.slice(0, end)
    end += character.length
  }
  return text
}

// The CJK blocks start at U+2E80; what follows (kana, Hangul, full-width forms, surrogates) costs about the same.
const firstWide = 0x2e80
