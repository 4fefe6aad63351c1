import { defineText } from './define-text.ts'

/** Why a question got its scenario: told beside an answer, and where one tries it. */
export const useMatchText = defineText(
  {
    /** Between words of a list. */
    between: '、',
    byRequest: '提问时指定了它。',
    bySession: '这段对话选定了它。',
    byPinned: '您固定使用它。',
    byKeywords: (words: string) => `您的问题里有它的关键词：${words}。`,
    byLikeness: (score: string) => `您的问题与它的说明和例子最接近（相似度 ${score}，最高 1）。`,
    byModel: '模型判断它最适合这个问题。',
    byDefault: '没有哪个场景特别合适，所以用默认的。',
    runnerUp: (name: string, its: string, own: string) => `其次是「${name}」：${its}，它是 ${own}。`,
    runnerUpAlone: (name: string) => `其次是「${name}」。`,
  },
  {
    between: ', ',
    byRequest: 'The question named it.',
    bySession: 'It was chosen for this conversation.',
    byPinned: 'You have pinned it.',
    byKeywords: (words) => `Your question has words of it: ${words}.`,
    byLikeness: (score) => `Your question is closest to what it says of itself (${score} of at most 1).`,
    byModel: 'A model found that it fits this question best.',
    byDefault: 'No scenario fitted especially well, so the default one was used.',
    runnerUp: (name, its, own) => `Next came “${name}” with ${its}, against ${own}.`,
    runnerUpAlone: (name) => `Next came “${name}”.`,
  },
)
