/** The marks that models put around thoughts inside their text, from the templates of public models; in lower case. */
export const thoughtMarks: readonly [open: string, close: string][] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['[think]', '[/think]'],
  ['◁think▷', '◁/think▷'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|start_thinking|>', '<|end_thinking|>'],
  ['<seed:think>', '</seed:think>'],
  ['<mm:think>', '</mm:think>'],
  ['<thoughts>', '</thoughts>'],
  ['<reasoning>', '</reasoning>'],
  ['<longcat_think>', '</longcat_think>'],
  ['<antthinking>', '</antthinking>'],
  [
    '<|start|>assistant<|channel|>analysis<|message|>',
    '<|end|><|start|>assistant<|channel|>final<|message|>',
  ],
  ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
  ['<|channel>thought', '<channel|>'],
]
