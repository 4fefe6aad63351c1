/** What a text for people is written in; the first is spoken to whoever asks for neither. */
export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** One text for people in every language. */
export type Texts = Readonly<Record<Language, string>>

/** A text that exists in one wording only, such as one stored before there were two. */
export const sameText = (text: string): Texts => ({ zh: text, en: text })
