import type { Transcript } from './transcript.ts'
import { delta, done, message, stop, texts, whole } from './transcript.ts'

const split = { reasoning: '先想一想，再想想', content: '答案是四。' }
const marked = (open: string, close: string): Transcript => ({
  body: `${texts(`${open}\n先想一想`, '，再', `想\n${close}`, '\n\n答案是四。')}${stop}${done}`,
  reasoning: '先想一想，再想',
  content: '答案是四。',
})

export const thoughtTranscripts: Record<string, Transcript> = {
  'thoughts in tags, cut anywhere': {
    body: texts('<thi', 'nk>\n先想一想', '，再', '想想\n</th', 'ink>\n\n', '答案是四。') + stop + done,
    ...split,
  },
  'thoughts in <thinking>': marked('<thinking>', '</thinking>'),
  'thoughts in <thought>': marked('<thought>', '</thought>'),
  'thoughts in [THINK]': marked('[THINK]', '[/THINK]'),
  'thoughts in ◁think▷': marked('◁think▷', '◁/think▷'),
  'thoughts in <|begin_of_thought|>': marked('\n<|begin_of_thought|>', '<|end_of_thought|>'),
  'thoughts in <reasoning>': marked('<reasoning>', '</reasoning>'),
  'thoughts in the channels of gpt-oss': marked(
    '<|channel|>analysis<|message|>',
    '<|end|><|start|>assistant<|channel|>final<|message|>',
  ),
  'thoughts in the channel of Gemma': marked('<|channel>thought', '<channel|>'),
  'thoughts in a whole message': {
    body: whole({ content: '<think>先想一想，再想想</think>答案是四。' }),
    ...split,
  },
  'thoughts whose beginning the template had': {
    body: texts('先想一想', '，再', '想想\n</th', 'ink>\n\n', '答案是四。') + stop + done,
    ...split,
  },
  'thoughts whose beginning the template had, in a whole message': {
    body: whole({ content: '先想一想，再想想\n</think>\n\n答案是四。' }),
    ...split,
  },
  'thoughts as a member, and in tags': {
    body:
      delta({ reasoning_content: split.reasoning }) +
      texts('<think>', split.reasoning, '</think>', '答案是四。') +
      stop,
    ...split,
  },
  'thoughts as a member, and in tags, side by side': {
    body:
      delta({ reasoning_content: '先想一想，', content: '<think>先想一想，' }) +
      delta({ reasoning_content: '再想想', content: '再想想</think>' }) +
      texts('答案是四。') +
      stop,
    ...split,
  },
  'thoughts in tags, and again in the closing message': {
    body:
      texts('<think>先想一想，再想想</think>', '答案', '是四。') +
      message({ content: '<think>先想一想，再想想</think>答案是四。', reasoning_content: split.reasoning }) +
      done,
    ...split,
  },
  'empty thoughts': {
    body: texts('<think>', '\n\n', '</think>\n\n', '答案是四。') + stop,
    content: '答案是四。',
  },
  'thoughts twice in a row': {
    body: texts('<think>先想</think>\n', '<think>再想</think>\n答案是四。') + stop,
    reasoning: '先想\n\n再想',
    content: '答案是四。',
  },
  'an end of thoughts alone, at the start': {
    body: texts('</think>\n\n', '答案是四。') + stop,
    content: '答案是四。',
  },
  'a tag in a code block is text': {
    body: texts('好的：\n```html\n<think>', '\n想</think>', '\n```\n完。') + stop,
    content: '好的：\n```html\n<think>\n想</think>\n```\n完。',
  },
  'an answer about a tag is text': {
    body: texts('`<think>` 是开头，`', '</think>` 是结尾，“</think>”也是。') + stop,
    content: '`<think>` 是开头，`</think>` 是结尾，“</think>”也是。',
  },
  'an end of thoughts in a code block is text': {
    body: texts('```\n</th', 'ink>\n```') + stop,
    content: '```\n</think>\n```',
  },
  'what only looks like a tag is text': { body: texts('<thi', 's> 不是') + stop, content: '<this> 不是' },
  'a beginning of a tag and nothing more is text': { body: texts('<thi') + stop, content: '<thi' },
  'thoughts cut by the limit': {
    body: texts('<think>先想一想，', '再想想') + delta({}, 'length') + done,
    reasoning: split.reasoning,
    content: '',
    finishReason: 'length',
  },
  'thoughts that never end': { body: texts('<think>先想') + stop + done, problem: 'MODEL_EMPTY_ANSWER' },
  'thoughts and no answer': {
    body: delta({ reasoning_content: '想' }) + stop + done,
    problem: 'MODEL_EMPTY_ANSWER',
  },
  'nothing at all': {
    body: delta({ role: 'assistant', content: '' }) + stop + done,
    problem: 'MODEL_EMPTY_ANSWER',
  },
  'only whitespace': { body: texts('\n', ' \u200b') + stop + done, problem: 'MODEL_EMPTY_ANSWER' },
  'content that is null, whole': { body: whole({ content: null }), problem: 'MODEL_EMPTY_ANSWER' },
}
