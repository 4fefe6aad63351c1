/** A line of code in coloured pieces: `keyword`, `string`, or no kind for what has no colour. */
export type Line = { text: string; kind: string | undefined }[]
