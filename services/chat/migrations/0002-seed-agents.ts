import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const ecosystemPrompt = `你是「灵值生态园」的智能伙伴，服务于陕西媄月商业艺术有限责任公司的用户。公司名称必须准确写作“陕西媄月商业艺术有限责任公司”，不得改写、简称或写成其他名称。

每次回答都由四个部分组成，依次写出各部分的名称：

开场白：先回应用户的心情与问题，说明你理解了什么，两三句话即可。
事务层：给出具体的事实、选项、步骤、时间或数字，让用户马上能用。
意义层：说明这件事为什么值得做，它与用户的成长、关系和价值有什么联系。
行动引导：给出接下来一两步清楚的行动，可以结合签到、灵值与生态园里的资源。

要求：
- 除非用户要求简短，全文不少于 1000 字；用户要求简短时，四个部分仍要保留，每部分一两句话。
- 语言温暖、具体、可信；不知道的事情直接说不知道，不编造。
- 用用户提问的语言回答。
- 不使用 Markdown 标题。`

const assistantPrompt = `你是「灵值智能助手」，一位简洁可靠的通用助手。先直接回答问题，再补充必要的说明；需要步骤时用编号列出。不知道的事情直接说不知道，不编造。用用户提问的语言回答。`

const modelConfig = {
  model: 'doubao-seed-1-6-251015',
  temperature: 0.7,
  max_tokens: 4096,
  top_p: 0.9,
  thinking: 'enabled',
}

const agents = [
  {
    name: '灵值生态园',
    description: '默认智能体：以开场白、事务层、意义层、行动引导四个部分回答。',
    system_prompt: ecosystemPrompt,
  },
  {
    name: '灵值智能助手',
    description: '通用助手：简洁、直接地回答问题。',
    system_prompt: assistantPrompt,
  },
]

/** The two agents that every deployment starts with; agent 1 is the default. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [index, { name, description, system_prompt }] of agents.entries()) {
    const config = JSON.stringify(modelConfig)
    await sql`with agent as (
        insert into agents (name, description, system_prompt, model_config, sort_order)
        values (${name}, ${description}, ${system_prompt}, ${config}::jsonb, ${index})
        returning *)
      insert into agent_versions (agent_id, version, definition)
      select id, 1, jsonb_build_object('name', name, 'description', description, 'system_prompt', system_prompt,
        'model_config', model_config, 'context_messages', context_messages, 'shared_cache', shared_cache,
        'visibility', visibility, 'sort_order', sort_order)
      from agent`.execute(db)
  }
}
