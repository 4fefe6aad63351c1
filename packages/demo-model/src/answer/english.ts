import type { Context } from './context.ts'

/** The four parts keep their Chinese names, because readers and tests look for those. */
export function englishAnswer(context: Context): string {
  return context.brief ? briefAnswer(context) : fullAnswer(context)
}

export function englishReasoning({ question, earlierMessages, brief }: Context): string {
  return [
    `The user asks “${question}”, in English. `,
    `The context holds ${earlierMessages} earlier messages; the answer should say so, so that it can be checked. `,
    `It needs the four parts 开场白, 事务层, 意义层 and 行动引导${brief ? ', and the user wants it brief.' : ', and over a thousand characters.'}`,
  ].join('\n')
}

function remembered({ earlierMessages, firstEarlier }: Context): string {
  if (earlierMessages === 0)
    return 'This is the first message of our conversation; the context holds nothing earlier.'
  const first = firstEarlier ? `; the first thing you said in it was “${firstEarlier}”` : ''
  const messages = earlierMessages === 1 ? '1 earlier message' : `${earlierMessages} earlier messages`
  return `The context of this request brought ${messages}${first}.`
}

function briefAnswer(context: Context): string {
  return `开场白 · Opening: Hello, I am the demo model of Lingzhi, shown by 陕西媄月商业艺术有限责任公司. You asked: “${context.question}”. ${remembered(context)}

事务层 · The matter: ${context.topic || 'Write down one result that can be verified, one date and what you already have; then pick the first step you can take.'}

意义层 · The meaning: Know whom it is worth something to, and the choices become easier.

行动引导 · Next steps: Spend fifteen minutes on it today. For a real analysis set LLM_BASE_URL, LLM_API_KEY and LLM_MODEL, then start again.`
}

function fullAnswer(context: Context): string {
  const question = context.question || '(no text)'
  return `开场白 · Opening: Hello, and welcome to Lingzhi. I am “${context.model}”, the demo model that comes with the platform, greeting you for 陕西媄月商业艺术有限责任公司. To be plain: I am not a language model. Fixed rules write my answers, so that conversations, streaming, history and export can be tried without any key.

This time you asked:

> ${question}

${remembered(context)} If that agrees with what you see on your screen, the context reached the model whole.

事务层 · The matter: ${context.topic ? `${context.topic} ` : ''}To make something like “${question}” workable, take it apart in five lines:

1. **Goal**: one sentence whose fulfilment somebody else could check.
2. **Where you stand**: the material, the time and the people you already have.
3. **Limits**: budget, date, rules. They rule out most dead ends early.
4. **Ways**: two or three of them, each with its greatest benefit and its greatest risk; take the one that is cheapest to undo.
5. **Checkpoint**: a time at which you ask what was done, what was learnt, and whether to change course.

Ten minutes on these lines save hours later, and a real model answers far better when it is given them with the question.

意义层 · The meaning: Why is it worth doing? A question usually hangs on a person, a skill or a hope that matters to you. Saying which one keeps you going when something fails, lets others help in earnest, and turns single choices into judgement. Ask yourself whose day will be different three months from now if this works.

行动引导 · Next steps: three small things that can be done now.

1. **Today**: write the five lines and finish the easiest one.
2. **This week**: explain it to somebody in two minutes and let them say it back; where they stumble, it is not clear yet.
3. **Connect a real model**: set three variables and start again.

\`\`\`bash
export LLM_BASE_URL=https://api.openai.com/v1   # any OpenAI-compatible address
export LLM_API_KEY=your-key
export LLM_MODEL=gpt-4o-mini
npm start
\`\`\`

DeepSeek, Doubao and a local Ollama are set up in the same way. Then ask “${question}” again, and you will get a true analysis.`
}
