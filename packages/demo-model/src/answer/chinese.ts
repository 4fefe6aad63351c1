import type { Context } from './context.ts'

/** Over 1,000 characters for any question, because operators check a deployment by that. */
export function chineseAnswer(context: Context): string {
  return context.brief ? briefAnswer(context) : fullAnswer(context)
}

export function chineseReasoning({ question, earlierMessages, brief }: Context): string {
  return [
    `用户这次问的是「${question}」，使用中文。`,
    `上下文里有 ${earlierMessages} 条更早的消息，需要在回答中说明，方便核对。`,
    `回答要分成开场白、事务层、意义层、行动引导四个部分，${brief ? '用户希望简短，每部分一两句话即可。' : '篇幅超过一千字。'}`,
  ].join('\n')
}

function remembered({ earlierMessages, firstEarlier }: Context): string {
  if (earlierMessages === 0) return '这是我们对话的第一条消息，上下文里没有更早的内容。'
  const first = firstEarlier ? `，其中最早的一句你说的是「${firstEarlier}」` : ''
  return `这次请求的上下文带来了 ${earlierMessages} 条更早的消息${first}。`
}

function briefAnswer(context: Context): string {
  return `开场白：你好，我是灵值的演示模型，由陕西媄月商业艺术有限责任公司的灵值生态园呈现。你问的是「${context.question}」。${remembered(context)}

事务层：${context.topic || '先写下一个可以验证的结果、一个期限和手上已有的条件，再挑出最先能动手的那一步。'}

意义层：想清楚这件事对谁有价值，取舍就会变得容易。

行动引导：今天先做十五分钟；若要得到真正的分析，请设置 LLM_BASE_URL、LLM_API_KEY、LLM_MODEL 后重新启动。`
}

function fullAnswer(context: Context): string {
  return `开场白：你好，欢迎来到灵值生态园。我是「${context.model}」，灵值平台自带的演示模型，代表陕西媄月商业艺术有限责任公司与你打个招呼。先坦白一件事：我不是真正的大语言模型，我的回答由固定的规则写成，用来让你在没有任何密钥的情况下，就能看到对话、流式输出、历史记录和导出是怎样工作的。

你这次的问题是：

> ${context.question || '（没有文字）'}

${remembered(context)}如果这与你看到的对话一致，就说明上下文已经完整地送到了模型这里。

事务层：先把事情本身理清楚。${context.topic}面对「${context.question || '这个问题'}」，可以按下面的顺序把它拆开：

1. **目标**：用一句话写下你希望得到的结果，并且让它可以被验证。例如“周五之前拿出一版可以给同事看的方案”，而不是“把方案做好”。
2. **现状**：列出手上已有的材料、时间和可以求助的人。看得见的条件越具体，后面的判断就越可靠。
3. **约束**：写下不能碰的底线，比如预算、期限、合规要求。约束不是阻力，它帮你提前排除大部分走不通的路。
4. **路径**：给出两到三种做法，各写一条最大的好处和一条最大的风险，再选出眼下成本最低、最容易回头的那一种。
5. **检查点**：约定一个时间，到时只回答三个问题：做到了什么，学到了什么，下一步要不要改变方向。

把这五行写下来，通常只需要十分钟，却能让后面的讨论少走许多弯路。之后接入真正的模型，把这五行连同问题一起发给它，得到的回答也会具体得多。

意义层：再往里走一步：这件事为什么值得做？一个问题之所以会被提出来，往往是因为它连着你在意的某个人、某种能力，或者某个还没有说出口的期待。把它说清楚有三重好处：

- **对自己**：知道为何出发，遇到反复时就不容易否定全部努力，只需要调整其中一小段。
- **对他人**：别人理解了你的用意，才能给出真正有用的帮助，而不是客气的附和。
- **对长期**：一次次有意识的选择会沉淀成判断力。灵值这个名字想说的也是这件事：价值来自每一天真实而微小的积累。

不妨问问自己：如果这件事做成了，三个月之后，谁的哪一天会因此变得不一样？能回答这个问题，取舍就有了依据。

行动引导：现在可以做的三件小事：

1. **今天**：花十五分钟，把上面的五行写成一张清单，只完成其中最容易的一项。
2. **本周**：找一位相关的人，用两分钟讲给对方听，请对方复述一遍；复述不出来的地方，就是还没有想清楚的地方。
3. **接入真正的模型**：在启动灵值之前设置三个环境变量，然后重新运行 \`npm start\`：

\`\`\`bash
export LLM_BASE_URL=https://api.deepseek.com/v1   # 任何兼容 OpenAI 的地址都可以
export LLM_API_KEY=你的密钥
export LLM_MODEL=deepseek-chat
npm start
\`\`\`

豆包、OpenAI、本机的 Ollama 也是同样的写法，只需换掉地址、密钥和模型名称。接好之后把刚才的问题再问一遍，你会得到针对「${context.question || '这个问题'}」的真正分析。我在这里等你的下一条消息。`
}
