/** The languages of texts for people; the first is for callers that ask for neither. */
export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** One text for people in every language. */
export type Texts = Readonly<Record<Language, string>>

/** A text that exists in one wording only, such as one stored before there were two. */
export const sameText = (text: string): Texts => ({ zh: text, en: text })
