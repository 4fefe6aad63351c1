import { createHash } from 'node:crypto'
import type { ModelMessage, TooLong } from '@lingzhi/model-client/model-events'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'
import { textOf } from '@lingzhi/model-client/responses/read-text'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { CompositionRecord } from './composition-shape.ts'
import type { ContextSubject } from './context-subject.ts'
import { fileTexts } from './file-texts.ts'
import { fitParts } from './fit-parts.ts'
import { fitWindow, roomFor, sumTokens } from './fit-window.ts'
import { history } from './history.ts'
import { asPrompt, instructions } from './instructions.ts'
import type { Part } from './part.ts'
import type { Illustrated } from './pictures.ts'
import { hasPictures, illustrate, loadPictures } from './pictures.ts'
import { shortenContext } from './shorten-context.ts'
import type { ToldMessage } from './tool-history.ts'

export interface Context {
  messages: ModelMessage[]
  /** The agent's settings, or those of a model that takes pictures where there are some. */
  modelConfig: ModelConfig
  /** The messages once more for a model that found them too long; undefined: there is nothing to leave out. */
  shorten: (hint: TooLong) => ModelMessage[] | undefined
  /** What it is made of, to be stored with the answer. */
  record: CompositionRecord
}

/**
 * Everything a model is shown for one question, decided in this folder and nowhere else: the instructions, then as much of
 * the conversation as fits the model's window beside them. The same inputs give the same bytes.
 */
export async function assembleContext(
  deps: Pick<Deps, 'db' | 'bus' | 'generate'> & {
    config: Pick<Config, 'CONTEXT_MESSAGES' | 'COMPOSITION_TEXT'>
  },
  subject: ContextSubject,
): Promise<Context> {
  const told = await history(deps, subject)
  const { modelConfig, conversation } = chooseModel(deps, subject, told)
  const instructed = await instructions(deps, subject, textOf(conversation.at(-1)?.content))
  const window = deps.generate.contextWindow(modelConfig)
  const room = window === undefined ? undefined : roomFor(window, modelConfig.max_tokens)
  const texts = await fileTexts(deps, subject, told, room)
  const parts = [...instructed.parts, ...texts.parts]
  const { kept, leftOut } = fitParts(parts, conversation, room)
  const prompt: Illustrated = asPrompt(kept)
  const fitting = fitWindow([prompt, ...conversation], window, modelConfig.max_tokens)
  const pictures = await loadPictures(deps, subject, fitting)
  const messages = pictures.show(fitting)
  const [, ...shown] = fitting
  const question = shown.slice(-1)
  return {
    messages,
    modelConfig,
    shorten: (hint) => {
      const shorter = shortenContext(fitting, hint)
      return shorter && pictures.show(shorter)
    },
    record: {
      scenario: subject.shaping?.match ?? null,
      parts: [...parts, ...pictures.parts].map((part) =>
        partRecord(part, leftOut.has(part) || part.cut === 'left-out', deps.config.COMPOSITION_TEXT),
      ),
      conversation: {
        messages: shown.length - question.length,
        left_out: conversation.length - shown.length,
        tokens: sumTokens(shown.slice(0, -1)),
      },
      question_tokens: sumTokens(question),
      tokens: sumTokens(fitting),
      window: window ?? null,
      room: room === undefined ? null : Math.floor(room),
      sha256: createHash('sha256').update(JSON.stringify(messages)).digest('hex'),
      not_found: [...instructed.missing, ...texts.missing.map((name) => ({ kind: 'file' as const, name }))],
    },
  }
}

/** Where there are pictures, a model that takes them; without one they are left out. */
function chooseModel(
  { generate }: Pick<Deps, 'generate'>,
  { agent }: ContextSubject,
  told: readonly ToldMessage[],
): { modelConfig: ModelConfig; conversation: Illustrated[] } {
  const conversation = illustrate(told)
  if (!hasPictures(conversation)) return { modelConfig: agent.model_config, conversation }
  const seeing = generate.forPictures(agent.model_config)
  if (seeing) return { modelConfig: seeing, conversation }
  return {
    modelConfig: agent.model_config,
    conversation: conversation.map(({ pictures: _, ...message }) => message),
  }
}

const partRecord = (
  { kind, id, name, version, text, shortened, tokens }: Part,
  leftOut: boolean,
  keepText: boolean,
): CompositionRecord['parts'][number] => ({
  kind,
  id: id ?? null,
  name,
  version: version ?? null,
  tokens: leftOut ? 0 : (tokens ?? roughTokens(text)),
  cut: leftOut ? 'left-out' : shortened ? 'shortened' : 'no',
  ...(keepText && !leftOut && { text }),
})
