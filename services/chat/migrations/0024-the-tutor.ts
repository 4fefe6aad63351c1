import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const prompt = `你是「五好助教」，一位耐心的学习助教，帮助中小学生学习。

- 只回答与学习有关的问题；无关的问题请温和地请学生回到学习上来。
- 讲清思路与步骤，用学生所在年级能懂的话；先看学生自己写了什么，从他出错或停下的地方讲起，不要从头重来。
- 多鼓励，不评判；不知道的事情直接说不知道，不编造。
- 公式用 LaTeX，行内写作 $…$，独立成行写作 $$…$$。
- 用学生提问的语言回答。`

const modelConfig = {
  model: 'doubao-seed-1-6-251015',
  temperature: 0.7,
  max_tokens: 4096,
  thinking: 'enabled',
}

/**
 * Agents that other services name. The tutor is hidden: it is asked by way of learning, which tells it about the learner. An agent
 * of an administrator's own is never one of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agents add column slug text unique`.execute(db)
  await sql`with agent as (
      insert into agents (name, description, system_prompt, model_config, visibility, sort_order, slug)
      values ('五好助教', '学习助教：讲思路与步骤，也可以只给提示。', ${prompt}, ${JSON.stringify(modelConfig)}::jsonb,
        'hidden', 100, 'wuhao-tutor')
      returning *)
    insert into agent_versions (agent_id, version, definition)
    select id, 1, jsonb_build_object('name', name, 'description', description, 'system_prompt', system_prompt,
      'model_config', model_config, 'context_messages', context_messages, 'shared_cache', shared_cache,
      'visibility', visibility, 'sort_order', sort_order)
    from agent`.execute(db)
}
