/** Anything that can be seen: neither a space, nor a control character, nor one that is drawn as nothing. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u

/** Whether a text is empty to a reader: providers refuse such messages, and there is nothing to answer. */
export const isBlank = (text: string): boolean => !visible.test(text)
