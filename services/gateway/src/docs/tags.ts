/** What the groups of operations are about, in the order in which a newcomer needs them. */
const known: Record<string, string> = {
  account: 'Register, sign in, tokens and their renewal, your own account, tickets for EventSource.',
  chat: 'Ask an agent, stream its answer, resume the stream, stop it, ask for another answer.',
  conversations: 'What was said: list, search, read, rename, pin, archive, delete.',
  agents: 'Whom one may ask; for administrators also their prompts, models, versions and filters.',
  scenarios: 'What an agent is for just now: chosen for each question, with a reason.',
  skills: 'Instructions in files of their own: taken in, switched on, given out.',
  tools: 'What models may call by MCP: the servers, which calls wait for you, how an answer came about.',
  preferences: 'How you want answers: learned from your feedback, with what each rests on.',
  feedback: 'Opinions of answers.',
  'check-in': 'Daily check-ins, streaks, their calendar and the leaderboard.',
  points: 'The ledger of points (灵值), and corrections by administrators.',
  exports: 'Conversations as files: at once, or in the background with progress, links and ranges.',
  imports:
    'Files of conversations, from here or from other programs: tried first, then taken in, as often as you like.',
  files: 'Pictures, PDF and text that people upload, for questions and homework.',
  learning: 'The tutor: how it helps, what was asked and what it answered.',
  homework: 'Homework: set, handed in, read, graded, appealed against, and what people decide.',
  notebook: 'Mistakes, their reviews, and when each comes back.',
  progress: 'What was learned: figures, mastery, goals and recommendations.',
  usage: 'How many conversations, messages and tokens there were, and what they cost.',
  sessions: 'Where you are signed in, and how to end that.',
  'api keys': 'Keys for scripts and other programs.',
  openai: 'The API that OpenAI’s clients speak; its models are the agents.',
  administration: 'For administrators: users, their roles, locks, the audit log.',
  health: 'Whether the platform is up and usable; needs no token.',
}

/** The tags in use, known ones first. */
export function describeTags(used: Iterable<string>): { name: string; description: string }[] {
  const order = Object.keys(known)
  const place = (name: string) => (name in known ? order.indexOf(name) : order.length)
  return [...new Set(used)]
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, description: known[name] ?? `Operations on ${name}.` }))
}
