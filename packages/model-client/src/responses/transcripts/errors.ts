import type { Transcript } from './transcript.ts'
import { choice, delta, done, event, stop, texts } from './transcript.ts'

const failed = (body: string): Transcript => ({ body, problem: 'MODEL_ERROR' })

/** Errors inside a status of 200, in every place and shape; their kinds are told apart in failures/. */
export const errorTranscripts: Record<string, Transcript> = {
  'an error object': failed(texts('早') + event({ error: { message: 'broken' } })),
  'an error string': failed(texts('早') + event({ error: 'broken' })),
  'a list of errors': failed(event([{ error: { message: 'broken' } }])),
  'an error event': failed(`${texts('早')}event: error\ndata: {"message":"broken"}\n\n${stop}`),
  'an error event of plain words': failed(`event: error\ndata: Internal Server Error\n\n`),
  'code and message': failed('{"code":50001,"message":"broken"}'),
  base_resp: failed(event({ base_resp: { status_code: 1000, status_msg: 'broken' } })),
  'success: false': failed('{"success":false,"msg":"broken"}'),
  detail: failed('{"detail":[{"msg":"broken"}]}'),
  'object: error': failed(event({ object: 'error', message: 'broken' })),
  'type: error': failed(event({ type: 'error', error: { type: 'api_error', message: 'broken' } })),
  ...Object.fromEntries(
    [
      { errors: [{ message: 'broken' }] },
      { status: 'error', message: 'broken' },
      { Response: { Error: { Code: 'InternalError', Message: 'broken' }, RequestId: 'r' } },
      { header: { code: 10110, message: 'broken', status: 2 } },
      { message: 'Internal Server Error', statusCode: 500 },
      { ErrorCode: 3, ErrorMsg: 'broken' },
      { err_code: 5, err_msg: 'broken' },
      { ret: -1, msg: 'broken' },
      { errcode: 40001, errmsg: 'broken' },
      { event: 'error', data: { message: 'broken' } },
      { errorMessage: 'broken', errorType: 'Error' },
      { fault: { faultstring: 'broken' } },
      { resultCode: '9999', resultMsg: 'broken' },
      { choices: [{ index: 0, delta: { error: { message: 'broken' } } }] },
      { message: 'broken' },
      { msg: 'broken' },
      { reason: 'broken' },
      { choices: [], message: 'broken' },
      { choices: [], code: 50001, message: 'broken' },
      { choices: [{ index: 0, delta: { content: '' } }], code: 50001, message: 'broken' },
      { detail: 'broken' },
      { error_msg: 'broken' },
      { err: 'broken' },
      { success: false, msg: 'broken' },
      { ok: false, message: 'broken' },
      { is_error: true, message: 'broken' },
      { Error: { Message: 'broken' } },
      { data: { code: 500, message: 'broken' } },
      { result: { error: 'broken' } },
      { type: 'about:blank', title: 'Bad Gateway', status: 502 },
    ].map((told) => [
      `${JSON.stringify(told)} before [DONE] never makes half an answer whole`,
      failed(texts('早') + event(told) + done),
    ]),
  ),
  'an exception event before [DONE]': failed(
    `${texts('早')}event: exception\ndata: {"message":"broken"}\n\n${done}`,
  ),
  'words of an error before [DONE]': failed(`${texts('早')}data: error: upstream\n\n${done}`),
  'a page in the middle of events': failed(
    `${texts('早')}<html><h1>504 Gateway Time-out</h1></html>\n\n${done}`,
  ),
  'codes that say that all is well': {
    body:
      event({ error_code: 0, error_msg: 'success' }) +
      event({ header: { code: 0, message: 'Success' } }) +
      event({ ret: 0, retMsg: 'ok' }) +
      event({ resultCode: '0000', resultMsg: 'ok' }) +
      texts('早上') +
      done,
    content: '早上',
  },
  'no credit at MiniMax, in the middle': {
    body:
      texts('早') + event({ choices: [], base_resp: { status_code: 1008, status_msg: 'no balance' } }) + done,
    problem: 'MODEL_REJECTED',
  },
  'words that mean something before [DONE]': {
    body: texts('早') + event({ message: 'Rate limit reached, please try again later' }) + done,
    problem: 'MODEL_RATE_LIMITED',
  },
  'words alone': { body: '{"message":"broken"}', problem: 'MODEL_ERROR' },
  'notices before and between text, and after its end': {
    body:
      event({ message: 'queued' }) +
      event({ status: 'processing', message: 'please wait' }) +
      texts('早') +
      event({ message: 'still here' }) +
      texts('上') +
      stop +
      event({ message: 'goodbye' }) +
      done,
    content: '早上',
  },
  'an error in the choice': failed(texts('早') + choice({ delta: {}, error: { message: 'broken' } })),
  'finish reason timed_out': failed(texts('早') + delta({}, 'timed_out') + done),
  'finish reason error': failed(texts('早') + delta({}, 'error') + done),
  'finish reason network_error': failed(texts('早') + delta({}, 'network_error') + done),
  'finish reason insufficient_system_resource': failed(
    texts('早') + delta({}, 'insufficient_system_resource'),
  ),
  'a JSON object without data: in the middle of events': failed(
    `${texts('早')}{"error":{"message":"broken"}}\n`,
  ),
  'a blocked question': {
    body: event({ promptFeedback: { blockReason: 'SAFETY' }, choices: [] }) + done,
    problem: 'CONTENT_REFUSED',
  },
  'the provider’s filter, before any text': {
    body: delta({ content: '' }, 'sensitive') + done,
    problem: 'CONTENT_REFUSED',
  },
  "a filter's reason with a word of its own": {
    body: texts('早上') + delta({}, 'content_filter: SAFETY') + done,
    content: '早上',
    finishReason: 'content_filter',
  },
  "a filter's reason with a word of its own, and no text": {
    body: delta({}, 'content_filter: PROHIBITED_CONTENT') + done,
    problem: 'CONTENT_REFUSED',
  },
  'the provider’s filter, after some text': {
    body: texts('早上') + delta({}, 'sensitive') + done,
    content: '早上',
    finishReason: 'content_filter',
  },
  'empty errors are none': {
    body:
      choice({ delta: { content: '早' } }, { error: null }) +
      choice({ delta: { content: '上' } }, { error: {}, base_resp: { status_code: 0, status_msg: '' } }) +
      choice({ delta: {}, finish_reason: 'stop' }, { error: { code: 0, message: '' } }),
    content: '早上',
  },
  'an error after the end costs nothing': {
    body: texts('早上') + stop + event({ error: 'late' }),
    content: '早上',
  },
}
