// Generated from docs/openapi.json by `npm run openapi`; changes here are overwritten.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the public keys that verify access tokens (RFC 7517)
         * @description Limit: class `rest`.
         */
        get: operations["getWellKnownJwksJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all agents with their definitions
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAgents"];
        put?: never;
        /**
         * Create an agent
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminAgents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/filter-hits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List filter hits, newest first
         * @description Each has the rule, the place, the count and the user, but never the text.
         *
         *     Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAgentsFilterHits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an agent’s definition
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAgentsId"];
        /**
         * Change an agent
         * @description Members left out keep their values. Every change is stored as a version that can be restored.
         *
         *     Limit: class `rest`. No API keys.
         */
        put: operations["putApiAdminAgentsId"];
        post?: never;
        /**
         * Delete an agent; its conversations remain
         * @description Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiAdminAgentsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/{id}/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an agent’s filters
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAgentsIdFilters"];
        /**
         * Set an agent’s filters
         * @description Replaces all of them; they apply from the next question on, on every replica.
         *
         *     Limit: class `rest`. No API keys.
         */
        put: operations["putApiAdminAgentsIdFilters"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an agent’s versions, newest first
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAgentsIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore an earlier version of an agent
         * @description The restored definition becomes the newest version.
         *
         *     Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminAgentsIdVersionsVersionRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log, newest first: who did what to which account, and from where
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all users’ feedback, newest first
         * @description With the question and the answer that it is about: the first 4000 characters of each.
         *
         *     Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminFeedback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations that can still be used, newest first
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminInvitations"];
        put?: never;
        /**
         * Invite people to register
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation
         * @description Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiAdminInvitationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/points/adjust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a user’s points
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminPointsAdjust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users, newest first
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/unlock-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock an address from which too many logins failed
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminUsersUnlockAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiAdminUsersId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user’s role or status
         * @description Disabling a user, or removing the administrator role, ends all of their sessions. A promotion takes effect with their next token.
         *
         *     Limit: class `rest`. No API keys.
         */
        patch: operations["patchApiAdminUsersId"];
        trace?: never;
    };
    "/api/admin/users/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock a user who failed to log in too often
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiAdminUsersIdUnlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask an agent, under an older path: the same as POST /api/chat
         * @description Sends the whole answer, or, with `Accept: text/event-stream` or `stream: true`, Server-Sent Events. Text comes as unnamed events `{"content"}`, and no named event has a member `content`. Resume at /api/chat-stream/{reply_id}, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postApiAgentChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the agents
         * @description Limit: class `rest`. API keys: scope `chat` or `export` or `read`.
         */
        get: operations["getApiAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an agent
         * @description Limit: class `rest`. API keys: scope `chat` or `export` or `read`.
         */
        get: operations["getApiAgentsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask an agent: the whole answer, or a stream on request
         * @description Sends the whole answer, or, with `Accept: text/event-stream` or `stream: true`, Server-Sent Events. Text comes as unnamed events `{"content"}`, and no named event has a member `content`. Resume at /api/chat-stream/{reply_id}, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postApiChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat-stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask an agent and stream the answer
         * @description Sends Server-Sent Events. Text comes as unnamed events `{"content"}`, and no named event has a member `content`. Resume at /api/chat-stream/{reply_id}, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postApiChatStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat-stream/{reply_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream a reply from the beginning, or after Last-Event-ID
         * @description Live or finished, on any replica, any number of times and for any number of readers. With the `Last-Event-ID` of its end the response is 204, which stops an EventSource. A page that cannot send a header puts a ticket into the URL: POST /api/stream-tickets.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getApiChatStreamReplyId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat-stream/{reply_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a reply and keep its partial text
         * @description Works on any replica. A reply that has ended is not changed.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiChatStreamReplyIdStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check in for today
         * @description Once per calendar day in the configured time zone. A second check-in is refused, with the same record in `data`.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiCheckin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkin/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the check-ins of a month, newest first, with its calendar
         * @description Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiCheckinHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkin/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the top streaks and totals, and your own rank
         * @description Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiCheckinLeaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkin/leaderboard/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose whether the leaderboard shows your name
         * @description Names are hidden until their owner agrees; the choice takes effect at once.
         *
         *     Limit: class `rest`. No API keys.
         */
        put: operations["putApiCheckinLeaderboardConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkin/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show today’s check-in, the streak and the next reward
         * @description Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiCheckinStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is open here: guests, registration, mail
         * @description Limit: class `rest`.
         */
        get: operations["getApiConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an e-mail address with the token from the e-mail
         * @description From then on the address signs in and recovers the account. The token works once.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiConfirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your conversations: pinned ones first, then the most recently active
         * @description Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getApiConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/export-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all of your conversations, or those started within a range of days
         * @description Limit: class `export`. API keys: scope `export`.
         */
        get: operations["getApiConversationsExportAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a conversation with its active path
         * @description Pass `earlier_cursor` to /messages with `order=desc` for earlier messages.
         *
         *     Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getApiConversationsId"];
        put?: never;
        post?: never;
        /**
         * Delete a conversation and all its messages
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        delete: operations["deleteApiConversationsId"];
        options?: never;
        head?: never;
        /**
         * Rename, pin, archive, or show another branch
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        patch: operations["patchApiConversationsId"];
        trace?: never;
    };
    "/api/conversations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download one conversation; guests can download a guest conversation by its id
         * @description Limit: class `export`. API keys: scope `export`.
         */
        get: operations["getApiConversationsIdExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a conversation that was begun as a guest, or as a temporary one
         * @description It belongs to the account from then on, and no longer ends after a day.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiConversationsIdKeep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages on a conversation’s active path
         * @description Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getApiConversationsIdMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your exports, newest first; the history is kept when files expire
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        get: operations["getApiExports"];
        put?: never;
        /**
         * Start an export in the background
         * @description Limit: class `export`. API keys: scope `export`.
         */
        post: operations["postApiExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an export: status, progress, and details of the file once completed
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        get: operations["getApiExportsId"];
        put?: never;
        post?: never;
        /**
         * Delete an export and its file; a running export is cancelled first
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        delete: operations["deleteApiExportsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an export that is waiting or running
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        post: operations["postApiExportsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file or a range of it, with a token or a signed link
         * @description Limit: class `export`. API keys: scope `export`.
         */
        get: operations["getApiExportsIdDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the progress of an export as Server-Sent Events
         * @description A stream without `done` at its end was cut: read it again. With `Last-Event-ID: done` the response is 204, which stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `progress` | `Export` | First, and after every change: the export as it stands. |
         *     | `done` | `Export` | The end: the export as it ended. `status` says how. |
         *     | `error` | `Problem` | The end of the stream, not of the export: the session has ended. Sign in and read it again. |
         *
         *     ```
         *     event: progress
         *     data: {"id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","status":"queued","format":"json","compression":"none","format_version":1,"scope":"own","incremental":false,"changed_since":null,"conversation_ids":null,"start_date":"2026-11-01","end_date":"2026-11-28","rows":24,"rows_expected":24,"bytes":4096,"percent":100,"eta_seconds":null,"sha256":"c1f6…","file_name":"conversations_20261128.csv","failure":null,"notes":[],"created_at":"2026-11-28T04:30:00.000Z","started_at":"2026-11-28T04:30:01.000Z","finished_at":"2026-11-28T04:30:02.000Z","expires_at":"2026-11-29T04:30:00.000Z"}
         *
         *     event: done
         *     id: done
         *     data: {"id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","status":"queued","format":"json","compression":"none","format_version":1,"scope":"own","incremental":false,"changed_since":null,"conversation_ids":null,"start_date":"2026-11-01","end_date":"2026-11-28","rows":24,"rows_expected":24,"bytes":4096,"percent":100,"eta_seconds":null,"sha256":"c1f6…","file_name":"conversations_20261128.csv","failure":null,"notes":[],"created_at":"2026-11-28T04:30:00.000Z","started_at":"2026-11-28T04:30:01.000Z","finished_at":"2026-11-28T04:30:02.000Z","expires_at":"2026-11-29T04:30:00.000Z"}
         *     ```
         *
         *     Limit: class `rest`. API keys: scope `export`.
         */
        get: operations["getApiExportsIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a link that downloads the file without a token for a limited time
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        post: operations["postApiExportsIdLink"];
        /**
         * Take back every link to the file that was given out; new ones may be created
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        delete: operations["deleteApiExportsIdLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview the first 50 rows, read live: the file need not exist yet
         * @description Limit: class `rest`. API keys: scope `export`.
         */
        get: operations["getApiExportsIdPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * E-mail a link to set a new password
         * @description The response is the same whether or not the address is registered. The link works for 30 minutes.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiForgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process is alive
         * @description Touches no dependency, so it says nothing of them: see GET /api/health/ready.
         */
        get: operations["getApiHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that every service and its dependencies are usable
         * @description The gateway requires NATS; without Redis it counts limits in its own memory. `degraded` (200): everything is served, but a dependency refuses something, and `reason` says what; it ends by itself.
         */
        get: operations["getApiHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the imports you started, newest first
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        get: operations["getApiImports"];
        put?: never;
        /**
         * Import conversations from a file
         * @description The body is the file, as multipart/form-data or by itself as application/octet-stream, gzip, zstd or zip: what it is, is told from what it holds. For a slow connection, or a file of more than some megabytes, begin at POST /api/imports/uploads and send it in parts. The same file again changes nothing.
         *
         *     Limit: class `export`. API keys: scope `chat`.
         */
        post: operations["postApiImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin an import whose file is sent in parts
         * @description Then PUT the parts to /api/imports/:id/parts/1, 2, 3 …, in any order and again as often as need be, and POST /api/imports/:id/complete.
         *
         *     Limit: class `export`. API keys: scope `chat`.
         */
        post: operations["postApiImportsUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an import: status, progress, and what it has come to
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        get: operations["getApiImportsId"];
        put?: never;
        post?: never;
        /**
         * Delete an import from the list, with its file and its report; what it stored stays
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        delete: operations["deleteApiImportsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import the file of a dry run, without sending it again
         * @description Starts another import, which takes the file over.
         *
         *     Limit: class `export`. API keys: scope `chat`.
         */
        post: operations["postApiImportsIdApply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an import that is uploaded, waiting or running
         * @description What was stored before stays; importing the file again completes it.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiImportsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that all parts of a file were sent
         * @description The import then waits for its turn. Raises IMPORT_PARTS_MISSING with the numbers of those that are not here.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiImportsIdComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the progress of an import as Server-Sent Events
         * @description A stream without `done` at its end was cut: read it again. With `Last-Event-ID: done` the response is 204, which stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `progress` | `Import` | First, and after every change: the import as it stands. |
         *     | `done` | `Import` | The end: the import as it ended. `status` says how. |
         *     | `error` | `Problem` | The end of the stream, not of the import: the session has ended. Sign in and read it again. |
         *
         *     ```
         *     event: progress
         *     data: {"id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","status":"uploading","dry_run":true,"user_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","file_name":"conversations.zip","bytes":4096,"sha256":"c1f6…","format":"lingzhi-ndjson","phase":"reading","percent":100,"conversations":{"new":24,"existing":0,"changed":0,"skipped":0},"messages":{"new":24,"existing":0,"changed":0,"skipped":0},"failure":null,"created_at":"2026-11-28T04:30:00.000Z","started_at":"2026-11-28T04:30:01.000Z","finished_at":"2026-11-28T04:30:02.000Z"}
         *
         *     event: done
         *     id: done
         *     data: {"id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","status":"uploading","dry_run":true,"user_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","file_name":"conversations.zip","bytes":4096,"sha256":"c1f6…","format":"lingzhi-ndjson","phase":"reading","percent":100,"conversations":{"new":24,"existing":0,"changed":0,"skipped":0},"messages":{"new":24,"existing":0,"changed":0,"skipped":0},"failure":null,"created_at":"2026-11-28T04:30:00.000Z","started_at":"2026-11-28T04:30:01.000Z","finished_at":"2026-11-28T04:30:02.000Z"}
         *     ```
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        get: operations["getApiImportsIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/parts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Send a part of a file
         * @description The body is the part itself, at most 8388608 bytes, as application/octet-stream. A part that was sent before is replaced.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        put: operations["putApiImportsIdPartsNumber"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show or download what an import did, or would do
         * @description Limit: class `rest`. API keys: scope `chat`.
         */
        get: operations["getApiImportsIdReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description `username` takes a user name, a phone number or an e-mail address. After repeated failures the account or the address has to wait, longer each time. A device that logged in before, and sends its cookie or `device_token`, is counted by itself. Who has a second factor sends `code` as well: SECOND_FACTOR_NEEDED says so.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description Its tokens are refused everywhere within a second.
         *
         *     Limit: class `rest`. No API keys.
         */
        post: operations["postApiLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one message, with how its answer was made
         * @description As the lists show it, and also while it is being written, after it failed, and on another branch.
         *
         *     Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getApiMessagesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Edit a question and ask it again
         * @description The conversation continues from there on a new branch. Responds like POST /api/chat.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postApiMessagesIdEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Like, dislike or correct an answer
         * @description One per answer: new feedback replaces the earlier one.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiMessagesIdFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate another answer to the same question
         * @description The id is that of an answer or of its question. Responds like POST /api/chat, but never from the cache.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `start` | `ReplyStart` | First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it. |
         *     | `queued` | `ReplyQueued` | While the reply waits for its turn, whenever its place changes. |
         *     | `reasoning` | `ReplyReasoning` | A piece of what the model thinks before it answers. No part of the answer; it may be ignored. |
         *     | (none) | `ReplyText` | A piece of the answer: append it to the text. |
         *     | `reset` | `ReplyReset` | The answer begins again, because its replica or its model failed: drop the text so far. |
         *     | `done` | `ReplyDone` | The end: the answer is whole. |
         *     | `error` | `Problem` | The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume. |
         *
         *     ```
         *     event: start
         *     id: 0-0-8a10
         *     data: {"conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *
         *     event: queued
         *     data: {"position":2}
         *
         *     event: reasoning
         *     id: 1-6-8a10
         *     data: {"reasoning":"他在打招呼。"}
         *
         *     id: 1-9-8a10
         *     data: {"content":"你好！"}
         *
         *     event: done
         *     id: 1-12-8a10
         *     data: {"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908,"estimated":false,"cost":0.0012},"cached":false,"finish_reason":"stop","model":"doubao-seed-1-6-251015","conversation_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","message_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","reply_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","question_id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","agent_id":1}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postApiMessagesIdRegenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/new-conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an empty conversation
         * @description Not needed before chatting: a message without a conversation creates one.
         *
         *     Limit: class `rest`. API keys: scope `chat`.
         */
        post: operations["postApiNewConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/points/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your points ledger, newest first
         * @description Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiPointsLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for a new pair
         * @description The old refresh token is used up. Using it again within 10 s returns the same new token; later use is treated as theft and ends the whole session. Without a body the cookie is read; send X-Requested-With then. To `X-Requested-With: console` with neither the response is 204: a browser without a session is nothing wrong.
         *
         *     Limit: class `rest`.
         */
        post: operations["postApiRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account and log in
         * @description Where mail is configured, `email` counts for logging in and recovery once the link sent to it was opened.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password with the token from the e-mail
         * @description The token works once. All sessions of the user end, and all API keys are revoked.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiResetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stream-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket that opens one stream, for the URL of an EventSource
         * @description For pages that cannot send Authorization. The ticket reads this one path as you, for 30 minutes, as often as an EventSource reconnects; it ends with your session. A token never belongs into a URL.
         *
         *     Limit: class `rest`. No API keys.
         */
        post: operations["postApiStreamTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete your account and all of its data, in every service
         * @description Takes `current_password`, or a log-in of the last 5 minutes.
         *
         *     Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your API keys, newest first
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiUserApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description Use it wherever an access token is accepted, within its scopes: chat (talk to agents), export, read (every GET). It cannot change the account. A key outlives the session that makes it, so this takes `current_password`, or a log-in of the last 5 minutes.
         *
         *     Limit: class `rest`. No API keys.
         */
        post: operations["postApiUserApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key; takes effect everywhere within a second
         * @description Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiUserApiKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends all other sessions, revokes your API keys unless `revoke_api_keys` is false, and invalidates any reset link. A wrong old password counts as a failed login.
         *
         *     Limit: class `login`. No API keys.
         */
        post: operations["postApiUserChangePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/email/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * E-mail the link that confirms your address again
         * @description Limit: class `rest`. No API keys.
         */
        post: operations["postApiUserEmailConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show your account
         * @description Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiUserInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your account
         * @description Fields that are left out keep their value; null or an empty string clears a field. A change of `phone` or `email` takes `current_password`: they open the account. Where mail is configured, a new address counts once the link sent to it was opened; until then the old one does, and is told.
         *
         *     Limit: class `login`. No API keys.
         */
        put: operations["putApiUserProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show whether your second factor is on
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiUserSecondFactor"];
        put?: never;
        /**
         * Begin to set up a second factor
         * @description Takes `current_password`. Show `uri` as a QR code; the factor is on once a code of the app was confirmed.
         *
         *     Limit: class `login`. No API keys.
         */
        post: operations["postApiUserSecondFactor"];
        /**
         * Switch the second factor off
         * @description Takes `current_password` and a code, of the app or a recovery code.
         *
         *     Limit: class `login`. No API keys.
         */
        delete: operations["deleteApiUserSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second factor on with a code of the app
         * @description The recovery codes are shown this once; each signs in once, instead of a code. Ends all other sessions.
         *
         *     Limit: class `rest`. No API keys.
         */
        post: operations["postApiUserSecondFactorConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your sessions, newest first
         * @description Limit: class `rest`. No API keys.
         */
        get: operations["getApiUserSessions"];
        put?: never;
        post?: never;
        /**
         * End all of your sessions except this one
         * @description Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description Limit: class `rest`. No API keys.
         */
        delete: operations["deleteApiUserSessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in (older path)
         * @description `username` takes a user name, a phone number or an e-mail address. After repeated failures the account or the address has to wait, longer each time. A device that logged in before, and sends its cookie or `device_token`, is counted by itself. Who has a second factor sends `code` as well: SECOND_FACTOR_NEEDED says so.
         *
         *     Limit: class `login`.
         */
        post: operations["postApiV1AuthLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process is alive, under an older path
         * @description Touches no dependency, so it says nothing of them: see GET /api/health/ready.
         */
        get: operations["getApiV1Health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the number of conversations and messages, tokens and cost
         * @description The caller’s own figures; with `scope=all`, for administrators only, those of all users and guests.
         *
         *     Limit: class `rest`. API keys: scope `read`.
         */
        get: operations["getApiV1SessionsStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a chat completion, compatible with OpenAI
         * @description With `stream: true` the answer comes as Server-Sent Events that end with `[DONE]`. Empty and null members count as absent; what is not offered is refused by name.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | (none) | `ChatCompletionChunk` | A piece of the answer. |
         *     | (none) | `OpenAIError` | Instead of the rest, if the model fails or the session ends although the status is 200. |
         *     | (none) | `[DONE]` | The end; the only data that is no JSON. |
         *
         *     ```
         *     data: {"id":"01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10","object":"chat.completion.chunk","created":1795840200,"model":"agent-1","choices":[{"index":0,"delta":{"content":"你好"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":812,"completion_tokens":96,"total_tokens":908}}
         *
         *     data: [DONE]
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postV1ChatCompletions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the models, which are the agents and their aliases
         * @description Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getV1Models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a model
         * @description Limit: class `rest`. API keys: scope `chat` or `read`.
         */
        get: operations["getV1ModelsModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/responses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a response, compatible with OpenAI, without stored state
         * @description `previous_response_id`, `conversation`, `background` and `store` are refused: send the whole conversation in `input`.
         *
         *     The events of the stream:
         *
         *     | event | data | meaning |
         *     |---|---|---|
         *     | `response.output_text.delta` | `ResponseEvent` | A piece of the answer, in `delta`. Before and after it come the other events of OpenAI’s API, from `response.created` to `response.completed`, each under its name and with the same members. |
         *     | `error` | `ResponseEvent` | The end, if the model fails although the status is 200. |
         *
         *     ```
         *     event: response.output_text.delta
         *     data: {"type":"response.output_text.delta","sequence_number":4,"delta":"你好"}
         *     ```
         *
         *     Limit: class `chat`. API keys: scope `chat`.
         */
        post: operations["postV1Responses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description RFC 9457 problem details, with the members every failure of this API has.
         * @example {
         *       "type": "urn:lingzhi:problem:model-timeout",
         *       "title": "The model did not answer in time.",
         *       "status": 504,
         *       "detail": "模型没有及时回答",
         *       "instance": "/api/chat-stream",
         *       "success": false,
         *       "message": "模型没有及时回答",
         *       "error_code": "MODEL_TIMEOUT",
         *       "request_id": "b7d1c8a2-5a0e-4a5e-9f0e-1c2d3e4f5a6b"
         *     }
         */
        Problem: {
            /** @description The kind of problem, as a URN. */
            type: string;
            /** @description What the problem is, in English; always the same for the same code. */
            title: string;
            /** @description The status of the response. */
            status: number;
            /** @description The same as `message`. */
            detail: string;
            /** @description The path of the request. */
            instance: string;
            /**
             * @description Whether the request succeeded.
             * @constant
             */
            success: false;
            /** @description What went wrong, for people, in the language of `Accept-Language`. */
            message: string;
            /** @description Which problem it is: decide by this. */
            error_code: string;
            /**
             * @description The `X-Request-ID` of the request.
             * @example b7d1c8a2
             */
            request_id: string;
            /** @description The members at fault, for VALIDATION_ERROR. */
            errors?: {
                /**
                 * @description Where the member at fault is.
                 * @example message
                 */
                path: string;
                /** @description What went wrong, for people, in the language of `Accept-Language`. */
                message: string;
            }[];
            /** @description Seconds to wait. */
            retry_after?: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description An error in the format of OpenAI’s API.
         * @example {
         *       "error": {
         *         "message": "The token is not valid.",
         *         "type": "authentication_error",
         *         "param": null,
         *         "code": "invalid_api_key"
         *       }
         *     }
         */
        OpenAIError: {
            /** @description What went wrong. */
            error: {
                /** @description What went wrong, for people. */
                message: string;
                /** @description The kind of error. */
                type: string;
                /**
                 * @description The parameter at fault; null: none in particular.
                 * @example null
                 */
                param: string | null;
                /**
                 * @description Which error it was.
                 * @example invalid_api_key
                 */
                code: string | null;
                /**
                 * @description The code of the other routes, which is finer: TOKEN_EXPIRED and INVALID_TOKEN share one `code`.
                 * @example MODEL_TIMEOUT
                 */
                error_code?: string;
            };
        };
        /** @description How one dependency is. */
        Check: {
            /**
             * @description degraded: usable, except for what the reason says, and the service goes on without that.
             * @enum {string}
             */
            status: "down" | "degraded" | "ok";
            /**
             * @description How long it took, in milliseconds.
             * @example 12
             */
            latency_ms: number;
            /**
             * @description Why it is degraded, in a word: Redis's own, such as OOM, or memory when more than 80 % of it is used; DISK_FULL, READ_ONLY or DISK_FAILS of PostgreSQL; of a model key, credit, address, refused, tls and others; checking while a model is being tried.
             * @example 每日签到
             */
            reason?: string;
        };
        /** @description How many processes of a service there are. */
        Replicas: {
            /**
             * @description How many answer.
             * @example 1
             */
            usable: number;
            /**
             * @description How many there are in all.
             * @example 1
             */
            total: number;
        };
        /** @description How the platform and its parts are. */
        Readiness: {
            /**
             * @description How it is.
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
            /**
             * @description Every service by its name.
             * @example {
             *       "chat": {
             *         "status": "ok",
             *         "latency_ms": 4,
             *         "replicas": {
             *           "usable": 2,
             *           "total": 2
             *         }
             *       }
             *     }
             */
            services: {
                [key: string]: {
                    /**
                     * @description How it is.
                     * @enum {string}
                     */
                    status: "ok" | "degraded" | "down";
                    /**
                     * @description How long it took, in milliseconds.
                     * @example 12
                     */
                    latency_ms: number;
                    /**
                     * @description What it depends on, by name.
                     * @example {
                     *       "postgres": {
                     *         "status": "ok",
                     *         "latency_ms": 2
                     *       }
                     *     }
                     */
                    checks?: {
                        [key: string]: components["schemas"]["Check"];
                    };
                    /** @description How many processes of it there are. */
                    replicas?: components["schemas"]["Replicas"];
                };
            };
        };
        /**
         * @description Who wants an account.
         * @example {
         *       "username": "lin",
         *       "password": "correct horse battery"
         *     }
         */
        NewUser: {
            /**
             * @description The name to sign in with.
             * @example lin
             */
            username: string;
            /**
             * @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it).
             * @example correct horse battery
             */
            password: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone?: string | null;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email?: string | null;
            /**
             * @description The code of an invitation, where one is needed to register.
             * @example Yt3…
             */
            invitation?: string | null;
        };
        /** @description A person with an account. */
        User: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description The name to sign in with.
             * @example lin
             */
            username: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone: string | null;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email: string | null;
            /**
             * @description Whether the address was confirmed by the link sent to it.
             * @example true
             */
            email_confirmed: boolean;
            /**
             * @description What the user may do: `admin` is an administrator.
             * @enum {string}
             */
            role: "user" | "admin";
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
        };
        /** @description The tokens of a new session, and whose it is. */
        SignedIn: {
            /**
             * @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S.
             * @example eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…
             */
            token: string;
            /**
             * @description For `Authorization: Bearer`.
             * @example eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…
             */
            access_token: string;
            /**
             * @description Always there, except for a page that keeps it in the cookie alone: one that sends X-Requested-With: console, or refreshes with the cookie.
             * @example rt_9yUu3cV…
             */
            refresh_token?: string;
            /**
             * @description How the access token is sent.
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Lifetime of access_token in seconds.
             * @example 900
             */
            expires_in: number;
            /** @description Lifetime of token in seconds. */
            token_expires_in: number;
            /**
             * Format: uuid
             * @description The session that signing in began.
             */
            session_id: string;
            /**
             * @description Sent with the next log-in of this device, it keeps strangers’ failures from shutting the device out. It opens nothing. Browsers have it as a cookie.
             * @example lzd_AZYP…
             */
            device_token?: string;
            /**
             * @description Whether an administrator must set up a second factor first: until then the tokens are a user’s.
             * @example false
             */
            second_factor_needed: boolean;
            /** @description The account. */
            user: components["schemas"]["User"];
        };
        /** @description An invitation to register. */
        Invitation: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * Format: uuid
             * @description Who made it; null: the account is gone.
             */
            created_by: string | null;
            /**
             * @description How many more people may register with it.
             * @example 1
             */
            uses_left: number;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string;
        };
        /** @description How many people it admits, and for how long. */
        NewInvitation: {
            /**
             * @description How many people may register with it. Left out: `1`.
             * @example 1
             */
            uses?: number;
            /**
             * @description Days until it expires. Left out: `7`.
             * @example 7
             */
            days?: number;
        };
        /** @description The invitation, with its code. */
        CreatedInvitation: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * Format: uuid
             * @description Who made it; null: the account is gone.
             */
            created_by: string | null;
            /**
             * @description How many more people may register with it.
             * @example 1
             */
            uses_left: number;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string;
            /**
             * @description The code to pass on. It is shown this once: only a hash of it is kept.
             * @example Yt3…
             */
            code: string;
        };
        /** @description What is open on this platform. */
        PlatformConfig: {
            /**
             * @description Whether callers without a token may chat.
             * @example true
             */
            guests_allowed: boolean;
            /**
             * @description Whether everybody may register.
             * @example true
             */
            registration_open: boolean;
            /**
             * @description Who may register: everybody, who has an invitation, or nobody.
             * @enum {string}
             */
            registration: "open" | "invitation" | "closed";
            /**
             * @description Whether the platform can send e-mail.
             * @example false
             */
            mail_configured: boolean;
            /**
             * @description The time zone in which a day begins and ends.
             * @example Asia/Shanghai
             */
            timezone: string;
            /**
             * @description The version of the platform.
             * @example 0.1.0
             */
            version: string;
            /**
             * @description What else this platform has switched on.
             * @example [
             *       "second_factor"
             *     ]
             */
            features: string[];
        };
        /** @description The caller’s own account; `user` holds the same once more. */
        Account: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description The name to sign in with.
             * @example lin
             */
            username: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone: string | null;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email: string | null;
            /**
             * @description Whether the address was confirmed by the link sent to it.
             * @example true
             */
            email_confirmed: boolean;
            /**
             * @description What the user may do: `admin` is an administrator.
             * @enum {string}
             */
            role: "user" | "admin";
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * @description An address that counts once the link sent to it is opened; null: none.
             * @example null
             */
            pending_email: string | null;
            /**
             * @description What the user chose to say about themselves.
             * @example {
             *       "location": "西安"
             *     }
             */
            profile: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When the user last signed in; null: never. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_login_at: string | null;
            /** @description The account. */
            user: {
                /**
                 * Format: uuid
                 * @description Its identifier.
                 */
                id: string;
                /**
                 * @description The name to sign in with.
                 * @example lin
                 */
                username: string;
                /**
                 * @description A mobile number of mainland China.
                 * @example 13800138000
                 */
                phone: string | null;
                /**
                 * @description An e-mail address.
                 * @example lin@example.org
                 */
                email: string | null;
                /**
                 * @description Whether the address was confirmed by the link sent to it.
                 * @example true
                 */
                email_confirmed: boolean;
                /**
                 * @description What the user may do: `admin` is an administrator.
                 * @enum {string}
                 */
                role: "user" | "admin";
                /**
                 * Format: date-time
                 * @description When it was created. ISO 8601, UTC.
                 * @example 2026-11-28T04:30:00.000Z
                 */
                created_at: string;
                /**
                 * @description An address that counts once the link sent to it is opened; null: none.
                 * @example null
                 */
                pending_email: string | null;
                /**
                 * @description What the user chose to say about themselves.
                 * @example {
                 *       "location": "西安"
                 *     }
                 */
                profile: {
                    [key: string]: string;
                };
                /**
                 * Format: date-time
                 * @description When the user last signed in; null: never. ISO 8601, UTC.
                 * @example 2026-11-28T04:30:00.000Z
                 */
                last_login_at: string | null;
            };
        };
        /**
         * @description What to change; members left out keep their values, null clears one.
         * @example {
         *       "location": "西安",
         *       "bio": "喜欢古琴"
         *     }
         */
        AccountChange: {
            /**
             * @description The name to sign in with.
             * @example lin
             */
            username?: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone?: string | null;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email?: string | null;
            /**
             * @description The password of today, as proof that it is you.
             * @example correct horse battery
             */
            current_password?: string;
            /**
             * @description The person’s name.
             * @example 林雨
             */
            real_name?: string | null;
            /**
             * @description The address of a picture.
             * @example https://example.org/lin.png
             */
            avatar_url?: string | null;
            /**
             * @description The person’s gender, in their own words.
             * @example 女
             */
            gender?: string | null;
            /**
             * @description The person’s title.
             * @example 老师
             */
            title?: string | null;
            /**
             * @description The person’s work.
             * @example 教师
             */
            position?: string | null;
            /**
             * @description A few words about the person.
             * @example 喜欢古琴
             */
            bio?: string | null;
            /**
             * @description Where the person lives.
             * @example 西安
             */
            location?: string | null;
            /**
             * @description The person’s own pages.
             * @example https://example.org
             */
            website?: string | null;
        };
        /** @description The token of the link. */
        EmailConfirmation: {
            /**
             * @description The token of the link in the e-mail.
             * @example k3V9…
             */
            token: string;
        };
        /** @description The old and the new password. */
        PasswordChange: {
            /**
             * @description The password until now.
             * @example wrong horse battery
             */
            old_password: string;
            /**
             * @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it).
             * @example correct horse battery
             */
            new_password: string;
            /**
             * @description Whether your API keys end too. Keep them only if nobody else can have made one. Left out: `true`.
             * @example true
             */
            revoke_api_keys?: boolean;
        };
        /** @description The proof, unless you have just logged in. */
        AccountDeletion: {
            /**
             * @description The password of today, as proof that it is you.
             * @example correct horse battery
             */
            current_password?: string;
        };
        /**
         * @description Who signs in: a password, and one of the three identifiers.
         * @example {
         *       "username": "lin",
         *       "password": "correct horse battery"
         *     }
         */
        Credentials: {
            /**
             * @description A user name; a phone number or an e-mail address may stand here too.
             * @example lin
             */
            username?: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone?: string;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email?: string;
            /**
             * @description The password. Every character counts, spaces too.
             * @example correct horse battery
             */
            password: string;
            /**
             * @description A code of the authenticator app, or a recovery code.
             * @example 123456
             */
            code?: string;
            /**
             * @description Sent with the next log-in of this device, it keeps strangers’ failures from shutting the device out. It opens nothing. Browsers have it as a cookie.
             * @example lzd_AZYP…
             */
            device_token?: string;
        };
        /** @description A new pair of tokens. */
        TokenPair: {
            /**
             * @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S.
             * @example k3V9…
             */
            token: string;
            /**
             * @description For `Authorization: Bearer`.
             * @example eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…
             */
            access_token: string;
            /**
             * @description Always there, except for a page that keeps it in the cookie alone: one that sends X-Requested-With: console, or refreshes with the cookie.
             * @example rt_9yUu3cV…
             */
            refresh_token?: string;
            /**
             * @description How the access token is sent.
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Lifetime of access_token in seconds.
             * @example 900
             */
            expires_in: number;
            /** @description Lifetime of token in seconds. */
            token_expires_in: number;
            /**
             * Format: uuid
             * @description The session that signing in began.
             */
            session_id: string;
            /**
             * @description Sent with the next log-in of this device, it keeps strangers’ failures from shutting the device out. It opens nothing. Browsers have it as a cookie.
             * @example lzd_AZYP…
             */
            device_token?: string;
            /**
             * @description Whether an administrator must set up a second factor first: until then the tokens are a user’s.
             * @example false
             */
            second_factor_needed: boolean;
            /** @description The account. */
            user: components["schemas"]["User"];
        };
        /** @description What the ticket shall open. */
        NewTicket: {
            /**
             * @description `/api/chat-stream/{reply_id}`, or the `events` of an export or import.
             * @example /api/chat-stream/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
             */
            path: string;
        };
        /** @description Opens one stream for an EventSource. */
        Ticket: {
            /**
             * @description Stands for the token in the URL of one stream.
             * @example st_Zk2…
             */
            ticket: string;
            /**
             * @description Where it is, from the root of this platform.
             * @example /api/exports/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10/download?…
             */
            url: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string;
        };
        /** @description A device or program that is signed in. */
        Session: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description Guessed from the user agent.
             * @example Chrome on Android
             */
            device: string;
            /**
             * @description The `User-Agent` that signed in.
             * @example Mozilla/5.0 (Linux; Android 16) …
             */
            user_agent: string;
            /**
             * @description The address it was last used from.
             * @example 203.0.113.7
             */
            address: string;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_used_at: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string;
            /**
             * @description Whether it is the session of this request.
             * @example true
             */
            current: boolean;
        };
        /** @description Whether a second factor is on. */
        SecondFactor: {
            /**
             * @description Whether it is on.
             * @example true
             */
            enabled: boolean;
            /**
             * @description How many recovery codes are not used yet.
             * @example 10
             */
            recovery_codes_left: number;
        };
        /** @description The proof. */
        SecondFactorRequest: {
            /**
             * @description The password of today, as proof that it is you.
             * @example correct horse battery
             */
            current_password?: string;
        };
        /** @description What an authenticator app needs. */
        SecondFactorOffer: {
            /**
             * @description The secret in base32, to type into an authenticator app.
             * @example JBSWY3DPEHPK3PXP
             */
            secret: string;
            /**
             * @description The secret for a QR code.
             * @example otpauth://totp/Lingzhi:lin?issuer=Lingzhi&secret=JBSWY3DPEHPK3PXP
             */
            uri: string;
        };
        /** @description Both proofs. */
        SecondFactorRemoval: {
            /**
             * @description The password of today, as proof that it is you.
             * @example correct horse battery
             */
            current_password?: string;
            /**
             * @description A code of the authenticator app, or a recovery code.
             * @example 123456
             */
            code: string;
        };
        /** @description A code of the app. */
        SecondFactorCode: {
            /**
             * @description A code of the authenticator app.
             * @example 123456
             */
            code: string;
        };
        /** @description For a lost phone. */
        RecoveryCodes: {
            /**
             * @description Codes for a lost phone, each for one log-in. They are shown this once.
             * @example [
             *       "3f2a1-9c04d-77b1e-0a5c2"
             *     ]
             */
            recovery_codes: string[];
        };
        /** @description A key, without what makes it secret. */
        ApiKey: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description What the owner called the key.
             * @example my script
             */
            name: string;
            /**
             * @description The first characters of the key, so that its owner can recognise it.
             * @example lz_4Jq7
             */
            hint: string;
            /**
             * @description What the key may do.
             * @example [
             *       "chat",
             *       "read"
             *     ]
             */
            scopes: ("chat" | "export" | "read")[];
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When the key was last used; null: never. ISO 8601, UTC.
             * @example null
             */
            last_used_at: string | null;
        };
        /**
         * @description The key to create.
         * @example {
         *       "name": "my script",
         *       "scopes": [
         *         "chat",
         *         "read"
         *       ]
         *     }
         */
        NewApiKey: {
            /**
             * @description What to call the key.
             * @example my script
             */
            name: string;
            /**
             * @description What the key may do. Left out: `["chat","export","read"]`.
             * @example [
             *       "chat",
             *       "read"
             *     ]
             */
            scopes?: ("chat" | "export" | "read")[];
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at?: string | null;
            /**
             * @description The password of today, as proof that it is you.
             * @example correct horse battery
             */
            current_password?: string;
        };
        /** @description The key, shown this once. */
        CreatedApiKey: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description What the owner called the key.
             * @example my script
             */
            name: string;
            /**
             * @description The first characters of the key, so that its owner can recognise it.
             * @example lz_4Jq7
             */
            hint: string;
            /**
             * @description What the key may do.
             * @example [
             *       "chat",
             *       "read"
             *     ]
             */
            scopes: ("chat" | "export" | "read")[];
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When the key was last used; null: never. ISO 8601, UTC.
             * @example null
             */
            last_used_at: string | null;
            /**
             * @description Shown only once: only a hash of it is stored.
             * @example lz_4Jq7…
             */
            key: string;
        };
        /** @description A user as administrators see them. */
        ManagedUser: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description The name to sign in with.
             * @example lin
             */
            username: string;
            /**
             * @description A mobile number of mainland China.
             * @example 13800138000
             */
            phone: string | null;
            /**
             * @description An e-mail address.
             * @example lin@example.org
             */
            email: string | null;
            /**
             * @description Whether the address was confirmed by the link sent to it.
             * @example true
             */
            email_confirmed: boolean;
            /**
             * @description What the user may do: `admin` is an administrator.
             * @enum {string}
             */
            role: "user" | "admin";
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * @description `disabled`: may not sign in.
             * @enum {string}
             */
            status: "active" | "disabled";
            /**
             * Format: date-time
             * @description When it was last changed. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description When the user last signed in; null: never. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_login_at: string | null;
        };
        /**
         * @description What to change of a user.
         * @example {
         *       "status": "disabled"
         *     }
         */
        UserChange: {
            /**
             * @description What the user may do: `admin` is an administrator.
             * @enum {string}
             */
            role?: "user" | "admin";
            /**
             * @description `disabled` ends all sessions of the user.
             * @enum {string}
             */
            status?: "active" | "disabled";
        };
        /** @description Who did what to which account, and from where. */
        AuditEntry: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it happened. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            at: string;
            /**
             * @description What was done.
             * @example login
             */
            action: string;
            /**
             * @description How it ended.
             * @enum {string}
             */
            outcome: "success" | "failure";
            /**
             * Format: uuid
             * @description Who did it; null without a signed-in caller.
             */
            actor_id: string | null;
            /**
             * Format: uuid
             * @description The user whose account was affected.
             */
            user_id: string | null;
            /**
             * @description A network address.
             * @example 203.0.113.7
             */
            address: string | null;
            /**
             * @description The `X-Request-ID` of the request.
             * @example b7d1c8a2
             */
            request_id: string | null;
            /**
             * @description More about it.
             * @example {}
             */
            detail: {
                [key: string]: unknown;
            };
        };
        /** @description Whom one may ask. */
        Agent: {
            /** @description Its identifier. */
            id: number;
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description: string;
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model: string | null;
            /**
             * @description Counts the changes, from 1.
             * @example 3
             */
            version: number;
        };
        /** @description The model of an agent. Unknown members are refused: a misspelt one would do nothing. */
        ModelConfig: {
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model?: string;
            /**
             * @description Models that are asked in turn when the first is unusable.
             * @example []
             */
            fallback_models?: string[];
            /**
             * @description How freely the model chooses its words.
             * @example 0.7
             */
            temperature?: number;
            /**
             * @description The share of likely words that the model chooses from.
             * @example 0.9
             */
            top_p?: number;
            /**
             * @description The longest answer, in tokens.
             * @example 4096
             */
            max_tokens?: number;
            /**
             * @description How many tokens the model reads at most.
             * @example 32000
             */
            context_window?: number;
            /**
             * @description Above 0: words that were used often become less likely.
             * @example 0
             */
            frequency_penalty?: number;
            /**
             * @description Above 0: words that were used at all become less likely.
             * @example 0
             */
            presence_penalty?: number;
            /**
             * @description Texts at which the answer ends.
             * @example [
             *       "\n\n"
             *     ]
             */
            stop?: string | string[];
            /**
             * @description The same seed asks for the same answer, as far as the provider can.
             * @example 7
             */
            seed?: number;
            /**
             * @description Whether the model thinks before it answers.
             * @example enabled
             */
            thinking?: ("enabled" | "disabled" | "auto") | {
                /**
                 * @description The kind.
                 * @enum {string}
                 */
                type: "enabled" | "disabled" | "auto";
                /**
                 * @description How many tokens the model may think.
                 * @example 1024
                 */
                budget_tokens?: number;
            };
        };
        /** @description An agent as administrators see it, prompt and all. */
        AdminAgent: {
            /** @description Its identifier. */
            id: number;
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description: string;
            /**
             * @description The instructions that the model gets before every conversation.
             * @example 你是灵值生态园的助手。
             */
            system_prompt: string;
            /** @description Which model answers, and how; what is left out is the deployment’s. */
            model_config: components["schemas"]["ModelConfig"];
            /** @description How many messages its model is shown; null: the deployment’s setting. */
            context_messages: number | null;
            /** @description Whether users who send the same question may get the same cached answer. */
            shared_cache: boolean;
            /**
             * @description hidden: not listed, but usable by its id.
             * @enum {string}
             */
            visibility: "public" | "hidden";
            /**
             * @description The place in the list; lower comes first.
             * @example 0
             */
            sort_order: number;
            /**
             * @description Counts the changes, from 1.
             * @example 3
             */
            version: number;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            updated_at: string;
        };
        /**
         * @description The agent to create; members left out have defaults.
         * @example {
         *       "name": "古琴老师",
         *       "description": "教古琴",
         *       "system_prompt": "你是一位耐心的古琴老师。",
         *       "model_config": {
         *         "temperature": 0.7,
         *         "thinking": "enabled"
         *       }
         *     }
         */
        NewAgent: {
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description?: string;
            /**
             * @description The instructions that the model gets before every conversation.
             * @example 你是灵值生态园的助手。
             */
            system_prompt: string;
            /** @description Which model answers, and how; what is left out is the deployment’s. */
            model_config?: components["schemas"]["ModelConfig"];
            /** @description How many messages its model is shown; null: the deployment’s setting. */
            context_messages?: number | null;
            /** @description Whether users who send the same question may get the same cached answer. */
            shared_cache?: boolean;
            /**
             * @description hidden: not listed, but usable by its id.
             * @enum {string}
             */
            visibility?: "public" | "hidden";
            /**
             * @description The place in the list; lower comes first.
             * @example 0
             */
            sort_order?: number;
        };
        /**
         * @description What to change; members left out keep their values.
         * @example {
         *       "description": "教古琴和琴谱"
         *     }
         */
        AgentChange: {
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name?: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description?: string;
            /**
             * @description The instructions that the model gets before every conversation.
             * @example 你是灵值生态园的助手。
             */
            system_prompt?: string;
            /** @description Which model answers, and how; what is left out is the deployment’s. */
            model_config?: components["schemas"]["ModelConfig"];
            /** @description How many messages its model is shown; null: the deployment’s setting. */
            context_messages?: number | null;
            /** @description Whether users who send the same question may get the same cached answer. */
            shared_cache?: boolean;
            /**
             * @description hidden: not listed, but usable by its id.
             * @enum {string}
             */
            visibility?: "public" | "hidden";
            /**
             * @description The place in the list; lower comes first.
             * @example 0
             */
            sort_order?: number;
        };
        /** @description What an administrator sets for an agent. */
        AgentDefinition: {
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description: string;
            /**
             * @description The instructions that the model gets before every conversation.
             * @example 你是灵值生态园的助手。
             */
            system_prompt: string;
            /** @description Which model answers, and how; what is left out is the deployment’s. */
            model_config: components["schemas"]["ModelConfig"];
            /** @description How many messages its model is shown; null: the deployment’s setting. */
            context_messages: number | null;
            /** @description Whether users who send the same question may get the same cached answer. */
            shared_cache: boolean;
            /**
             * @description hidden: not listed, but usable by its id.
             * @enum {string}
             */
            visibility: "public" | "hidden";
            /**
             * @description The place in the list; lower comes first.
             * @example 0
             */
            sort_order: number;
        };
        /** @description What an agent was at some time. */
        AgentVersion: {
            /**
             * @description Counts the changes, from 1.
             * @example 3
             */
            version: number;
            /** @description What the agent was in this version. */
            definition: components["schemas"]["AgentDefinition"];
            /** @description Null: the agent came with the deployment. */
            changed_by: string | null;
            /**
             * Format: date-time
             * @description When it was changed; null: never. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            changed_at: string;
        };
        /** @description What is looked for in questions or answers, and what then happens. */
        FilterRule: {
            /**
             * @description The rule’s name in the audit, which never shows the text itself.
             * @example rude words
             */
            name: string;
            /**
             * @description mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.
             * @enum {string}
             */
            action: "mask" | "block" | "flag";
            /**
             * @description What the rule looks at.
             * @example [
             *       "input",
             *       "output"
             *     ]
             */
            places: ("input" | "output")[];
            /**
             * @description The words it looks for, however they are spelt or split.
             * @example [
             *       "笨蛋"
             *     ]
             */
            words: string[];
            /**
             * @description Kinds of personal data that it looks for.
             * @example [
             *       "phone"
             *     ]
             */
            patterns: ("phone" | "id_card" | "email" | "bank_card")[];
        };
        /** @description The rules of one agent. */
        AgentFilters: {
            /** @description The rules, in the order in which they apply. */
            rules: components["schemas"]["FilterRule"][];
            /**
             * @description 0: no filters were ever set.
             * @example 3
             */
            version: number;
            /** @description Who changed it; null: nobody did. */
            changed_by: string | null;
            /**
             * Format: date-time
             * @description When it was changed; null: never. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            changed_at: string | null;
        };
        /** @description What is looked for in questions or answers, and what then happens. */
        FilterRuleInput: {
            /**
             * @description The rule’s name in the audit, which never shows the text itself.
             * @example rude words
             */
            name: string;
            /**
             * @description mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.
             * @enum {string}
             */
            action: "mask" | "block" | "flag";
            /**
             * @description What the rule looks at. Left out: `["input","output"]`.
             * @example [
             *       "input",
             *       "output"
             *     ]
             */
            places?: ("input" | "output")[];
            /**
             * @description The words it looks for, however they are spelt or split. Left out: `[]`.
             * @example [
             *       "笨蛋"
             *     ]
             */
            words?: string[];
            /**
             * @description Kinds of personal data that it looks for. Left out: `[]`.
             * @example [
             *       "phone"
             *     ]
             */
            patterns?: ("phone" | "id_card" | "email" | "bank_card")[];
        };
        /** @description A rule that found something. The text itself is not kept. */
        FilterHit: {
            /** @description Its identifier. */
            id: string;
            /**
             * Format: date-time
             * @description When it happened. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            at: string;
            /**
             * @description Where the text was.
             * @enum {string}
             */
            place: "input" | "output";
            /**
             * @description The name of the rule.
             * @example rude words
             */
            rule: string;
            /**
             * @description What was done.
             * @enum {string}
             */
            action: "mask" | "block" | "flag";
            /**
             * @description How often it was found.
             * @example 1
             */
            count: number;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /** @description The user. */
            user_id: string | null;
            /** @description The reply: one generation of an answer. It names the stream. */
            reply_id: string | null;
        };
        /** @description Says where the answer belongs. `reply_id` names the stream. */
        ReplyStart: {
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation_id: string;
            /**
             * Format: uuid
             * @description The message that holds the answer.
             */
            message_id: string;
            /**
             * Format: uuid
             * @description The reply: one generation of an answer. It names the stream.
             */
            reply_id: string;
            /**
             * Format: uuid
             * @description The message that holds the question.
             */
            question_id: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
        };
        /** @description The place in the queue. */
        ReplyQueued: {
            /**
             * @description The place in the queue, from 1.
             * @example 2
             */
            position: number;
        };
        /** @description A piece of what the model thinks. */
        ReplyReasoning: {
            /**
             * @description The next piece.
             * @example 他在打招呼。
             */
            reasoning: string;
        };
        /** @description A piece of the answer. */
        ReplyText: {
            /**
             * @description The next piece.
             * @example 你好！
             */
            content: string;
        };
        /**
         * @description Nothing: the event itself says all.
         * @example {}
         */
        ReplyReset: Record<string, never>;
        /** @description The tokens that one answer took. */
        Usage: {
            /**
             * @description Tokens that the model read.
             * @example 812
             */
            prompt_tokens: number;
            /**
             * @description Tokens that the model wrote.
             * @example 96
             */
            completion_tokens: number;
            /**
             * @description Both together.
             * @example 908
             */
            total_tokens: number;
            /**
             * @description Whether they were counted here, because the provider did not tell them.
             * @example false
             */
            estimated: boolean;
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number | null;
        };
        /**
         * @description The end of a whole answer.
         * @example {
         *       "usage": {
         *         "prompt_tokens": 812,
         *         "completion_tokens": 96,
         *         "total_tokens": 908,
         *         "estimated": false,
         *         "cost": 0.0012
         *       },
         *       "cached": false,
         *       "finish_reason": "stop",
         *       "model": "doubao-seed-1-6-251015",
         *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
         *       "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
         *       "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
         *       "question_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
         *       "agent_id": 1
         *     }
         */
        ReplyDone: {
            /** @description The tokens that the answer took; null if that is unknown. */
            usage: components["schemas"]["Usage"] | null;
            /**
             * @description Whether the answer was kept from an equal question.
             * @example false
             */
            cached: boolean;
            /**
             * @description Why the answer ended: `stop`, `length`, `stopped` by its reader, or a word of the provider.
             * @example stop
             */
            finish_reason: string;
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model: string | null;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation_id: string;
            /**
             * Format: uuid
             * @description The message that holds the answer.
             */
            message_id: string;
            /**
             * Format: uuid
             * @description The reply: one generation of an answer. It names the stream.
             */
            reply_id: string;
            /**
             * Format: uuid
             * @description The message that holds the question.
             */
            question_id: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /**
             * @description The whole answer, if a `reset` came before.
             * @example 你好！
             */
            text?: string;
        };
        /**
         * @description A question to an agent. `message` or `content` is needed; all else has a default.
         * @example {
         *       "message": "你好",
         *       "agent_id": 1
         *     }
         */
        Question: {
            /** @description The question. `message` is the same; if both are sent, this one counts. */
            content?: string | null;
            /**
             * @description The question: needed, here or in `content`.
             * @example 你好
             */
            message?: string | null;
            /** @description The conversation to continue; left out: a new one begins. Also read as `conversationId`. */
            conversation_id?: string | null;
            /**
             * @description The agent to ask; left out: the conversation’s, or agent 1. Also read as `agentId`.
             * @example 1
             */
            agent_id?: number | string | null;
            /**
             * @description Whether the answer is streamed as Server-Sent Events.
             * @example false
             */
            stream?: boolean;
            /**
             * @description `text` removes the marks of Markdown.
             * @enum {string}
             */
            format?: "markdown" | "text";
            /**
             * @description A new conversation of a signed-in user is in no list, search or export, and ends as a guest’s does. Of one that exists it changes nothing.
             * @example false
             */
            temporary?: boolean;
        };
        /** @description A whole answer. The members beside `data` are for older front ends. */
        Answer: {
            /**
             * @description Whether the request succeeded.
             * @enum {boolean}
             */
            success: true;
            /**
             * @description What happened, for people, in the language of `Accept-Language`.
             * @example OK
             */
            message: string;
            /**
             * @description The answer, for older front ends.
             * @example 你好！今天想聊些什么？
             */
            response: string;
            /** @description The conversation. */
            conversation_id: string;
            /**
             * @description Whether the answer was kept from an equal question.
             * @example false
             */
            cached: boolean;
            /** @description What the request returns. */
            data: {
                /**
                 * @description The answer.
                 * @example 你好！今天想聊些什么？
                 */
                reply: string;
                /** @description The conversation. Also sent as `conversationId`. */
                conversation_id: string;
                /**
                 * @description The agent that answers. Also sent as `agentId`.
                 * @example 1
                 */
                agent_id: number;
                /** @description The message that holds the answer. */
                message_id: string;
                /** @description The reply: one generation of an answer. It names the stream. */
                reply_id: string;
                /** @description The message that holds the question. */
                question_id: string;
                /**
                 * @description Whether the answer was kept from an equal question.
                 * @example false
                 */
                cached: boolean;
                /** @description The tokens that the answer took; null if that is unknown. */
                usage: components["schemas"]["Usage"] | null;
                /**
                 * @description Why the answer ended: `stop`, `length`, `stopped` by its reader, or a word of the provider.
                 * @example stop
                 */
                finish_reason: string;
                /**
                 * @description The model.
                 * @example doubao-seed-1-6-251015
                 */
                model: string | null;
                /**
                 * @description What the model thought before it answered; empty if it told nothing.
                 * @example
                 */
                reasoning: string;
                /**
                 * @description The same as reply, for older front ends.
                 * @example 你好！今天想聊些什么？
                 */
                response: string;
            };
        };
        /** @description The reply that was stopped. */
        StoppedReply: {
            /** @description The reply: one generation of an answer. It names the stream. */
            reply_id: string;
            /**
             * @description How it is.
             * @enum {string}
             */
            status: "queued" | "running" | "completed" | "stopped" | "failed";
        };
        /**
         * @description The question in its new words, in `message` or `content`.
         * @example {
         *       "message": "你好，请用一句话介绍自己"
         *     }
         */
        EditedQuestion: {
            /**
             * @description The edited question. `message` is the same; if both are sent, this one counts.
             * @example 用一句话介绍你自己
             */
            content?: string | null;
            /**
             * @description The edited question: needed, here or in `content`.
             * @example 用一句话介绍你自己
             */
            message?: string | null;
            /**
             * @description Whether the answer is streamed as Server-Sent Events.
             * @example false
             */
            stream?: boolean;
            /**
             * @description `text` removes the marks of Markdown.
             * @enum {string}
             */
            format?: "markdown" | "text";
        };
        /**
         * @description The conversation to create; all of it may be left out.
         * @example {
         *       "title": "第一次对话"
         *     }
         */
        NewConversation: {
            /**
             * @description The title of the conversation.
             * @example 第一次对话
             */
            title?: string | null;
            /**
             * @description The agent that answers. Also read as `agentId`.
             * @example 1
             */
            agent_id?: number;
        };
        /** @description A stretch of a text. */
        TextRange: {
            /**
             * @description The first character, counted in UTF-16 units from 0.
             * @example 0
             */
            start: number;
            /**
             * @description The place after the last character, counted in the same way.
             * @example 3
             */
            end: number;
        };
        /** @description A message that holds the words searched for. */
        SearchMatch: {
            /**
             * Format: uuid
             * @description The message that holds the answer.
             */
            message_id: string;
            /**
             * @description Who said it.
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * @description Whether it is on the path that the conversation shows.
             * @example true
             */
            active: boolean;
            /**
             * @description About 120 characters around the first word found, as plain text.
             * @example 大熊猫住在秦岭
             */
            snippet: string;
            /**
             * @description Where the words found stand in `snippet`.
             * @example [
             *       {
             *         "start": 0,
             *         "end": 3
             *       }
             *     ]
             */
            ranges: components["schemas"]["TextRange"][];
        };
        /** @description A conversation in a list, and where a search found its words. */
        ListedConversation: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The title of the conversation.
             * @example 第一次对话
             */
            title: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /**
             * @description Whether it stays at the top of the list.
             * @example false
             */
            pinned: boolean;
            /**
             * @description Whether it is put away: listed only with `archived=true`.
             * @example false
             */
            archived: boolean;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When something was last said. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_active: string;
            /**
             * @description How many messages the active path has.
             * @example 2
             */
            message_count: number;
            /**
             * @description Whether it is in no list, search or export and ends as a guest’s does.
             * @example false
             */
            temporary: boolean;
            /** @description With `q`: the words found in the title. */
            title_ranges?: components["schemas"]["TextRange"][];
            /** @description With `q`: at most three messages that match, the newest of the active path, then of other branches. */
            matches?: components["schemas"]["SearchMatch"][];
        };
        /** @description How an answer came about. */
        AnswerDetails: {
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model: string | null;
            /**
             * @description Why the answer ended: `stop`, `length`, `stopped` by its reader, or a word of the provider.
             * @example stop
             */
            finish_reason: string | null;
            /**
             * @description Whether the answer was kept from an equal question.
             * @example false
             */
            cached: boolean;
            /** @description The tokens that the answer took; null if that is unknown. */
            usage: components["schemas"]["Usage"] | null;
            /**
             * @description Time since the question, including the wait in the queue.
             * @example 420
             */
            first_token_ms: number | null;
            /**
             * @description Time since the question, including the wait in the queue.
             * @example 12
             */
            latency_ms: number | null;
            /**
             * @description The owner’s opinion of the answer; null: none.
             * @enum {string|null}
             */
            feedback: "like" | "dislike" | "correct" | null;
            /**
             * @description What the owner wrote with it; null: nothing.
             * @example null
             */
            feedback_comment: string | null;
            /**
             * Format: uuid
             * @description The reply: one generation of an answer. It names the stream.
             */
            reply_id: string;
            /**
             * @description The agent that answered.
             * @example 1
             */
            agent_id: number;
            /**
             * @description It was given elsewhere and imported: its usage was not charged here.
             * @example false
             */
            imported: boolean;
        };
        /** @description A question or an answer. */
        Message: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description Who said it.
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * @description The text; Markdown in answers, unless plain text was asked for.
             * @example 你好！今天想聊些什么？
             */
            content: string;
            /**
             * @description What the model thought before it answered; empty if it told nothing.
             * @example
             */
            reasoning: string;
            /**
             * @description stopped: the answer is incomplete.
             * @enum {string}
             */
            status: "complete" | "stopped";
            /**
             * @description The message that this one follows; null: it is the first.
             * @example null
             */
            parent_id: string | null;
            /** @description All messages with the same parent, oldest first, this one included; empty if it has no siblings. */
            alternatives: string[];
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /** @description Null for a question. */
            answer: components["schemas"]["AnswerDetails"] | null;
        };
        /** @description A reply that is under way: follow it after a reload. */
        UnfinishedReply: {
            /** @description The reply: one generation of an answer. It names the stream. */
            reply_id: string;
            /** @description The message that holds the answer. */
            message_id: string;
            /**
             * @description How it is.
             * @enum {string}
             */
            status: "queued" | "running";
        };
        /** @description An answer that failed, with what it had said. */
        FailedAnswer: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The question.
             * @example null
             */
            parent_id: string | null;
            /**
             * @description The text.
             * @example 你好
             */
            content: string;
            /**
             * @description What the model thought before it answered; empty if it told nothing.
             * @example
             */
            reasoning: string;
            /**
             * @description Which problem it was.
             * @example MODEL_TIMEOUT
             */
            error_code: string | null;
            /**
             * @description What went wrong, for people.
             * @example 模型没有及时回答
             */
            message: string | null;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
        };
        /** @description A conversation with the messages of its active path. */
        ConversationDetail: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The title of the conversation.
             * @example 第一次对话
             */
            title: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /**
             * @description Whether it stays at the top of the list.
             * @example false
             */
            pinned: boolean;
            /**
             * @description Whether it is put away: listed only with `archived=true`.
             * @example false
             */
            archived: boolean;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When something was last said. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_active: string;
            /**
             * @description How many messages the active path has.
             * @example 2
             */
            message_count: number;
            /**
             * @description Whether it is in no list, search or export and ends as a guest’s does.
             * @example false
             */
            temporary: boolean;
            /** @description The newest `limit`, oldest first. */
            messages: components["schemas"]["Message"][];
            /**
             * @description The `cursor` of earlier messages, with `order=desc`; null: there are none.
             * @example null
             */
            earlier_cursor: string | null;
            /** @description Follow them at /api/chat-stream/:reply_id. */
            unfinished_replies: components["schemas"]["UnfinishedReply"][];
            /** @description The newest 20 answers on the active path that failed, oldest first, with what they had said. No model is shown it. */
            failed_answers: components["schemas"]["FailedAnswer"][];
        };
        /**
         * @description What to change; members left out keep their values.
         * @example {
         *       "title": "古琴入门",
         *       "pinned": true
         *     }
         */
        ConversationChange: {
            /**
             * @description The title of the conversation.
             * @example 第一次对话
             */
            title?: string;
            /**
             * @description Whether it stays at the top of the list.
             * @example false
             */
            pinned?: boolean;
            /**
             * @description Whether it is put away: listed only with `archived=true`.
             * @example false
             */
            archived?: boolean;
            /** @description Shows the branch of this message, down to its newest message. */
            active_message_id?: string;
        };
        /** @description A conversation, without its messages. */
        Conversation: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The title of the conversation.
             * @example 第一次对话
             */
            title: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /**
             * @description Whether it stays at the top of the list.
             * @example false
             */
            pinned: boolean;
            /**
             * @description Whether it is put away: listed only with `archived=true`.
             * @example false
             */
            archived: boolean;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When something was last said. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            last_active: string;
            /**
             * @description How many messages the active path has.
             * @example 2
             */
            message_count: number;
            /**
             * @description Whether it is in no list, search or export and ends as a guest’s does.
             * @example false
             */
            temporary: boolean;
        };
        /** @description A message, wherever it stands and however it ended. */
        SingleMessage: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description What the user may do: `admin` is an administrator.
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * @description The text.
             * @example 你好
             */
            content: string;
            /**
             * @description What the model thought before it answered; empty if it told nothing.
             * @example
             */
            reasoning: string;
            /**
             * @description pending: still being written; stopped, failed: the answer is incomplete.
             * @enum {string}
             */
            status: "pending" | "complete" | "stopped" | "failed";
            /**
             * @description The message that this one follows; null: it is the first.
             * @example null
             */
            parent_id: string | null;
            /** @description All messages with the same parent, oldest first, this one included; empty if it has no siblings. */
            alternatives: string[];
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /** @description Null for a question. */
            answer: components["schemas"]["AnswerDetails"] | null;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation_id: string;
            /**
             * @description Of a failed answer: which problem it was.
             * @example MODEL_TIMEOUT
             */
            error_code: string | null;
            /**
             * @description Of a failed answer: the problem, for people.
             * @example OK
             */
            message: string | null;
        };
        /**
         * @description Your opinion of an answer.
         * @example {
         *       "type": "like",
         *       "comment": "很有帮助"
         *     }
         */
        NewFeedback: {
            /**
             * @description Your opinion.
             * @enum {string}
             */
            type: "like" | "dislike" | "correct";
            /**
             * @description More about it, in words.
             * @example 很有帮助
             */
            comment?: string | null;
        };
        /** @description Your opinion of an answer, as it is stored. */
        Feedback: {
            /**
             * Format: uuid
             * @description The message that holds the answer.
             */
            message_id: string;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation_id: string;
            /**
             * @description The opinion.
             * @enum {string}
             */
            type: "like" | "dislike" | "correct";
            /**
             * @description More about it, in words.
             * @example 很有帮助
             */
            comment: string | null;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            updated_at: string;
        };
        /** @description What a user thought of an answer, with the question and the answer. */
        GivenFeedback: {
            /**
             * Format: uuid
             * @description The message that holds the answer.
             */
            message_id: string;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation_id: string;
            /**
             * Format: uuid
             * @description The user.
             */
            user_id: string;
            /**
             * @description The opinion.
             * @enum {string}
             */
            type: "like" | "dislike" | "correct";
            /**
             * @description More about it, in words.
             * @example 很有帮助
             */
            comment: string | null;
            /**
             * @description What was asked.
             * @example 一加一等于几？
             */
            question: string;
            /**
             * @description What the agent answered.
             * @example 一加一等于三。
             */
            answer: string;
            /**
             * @description The agent that answers.
             * @example 1
             */
            agent_id: number;
            /**
             * @description The agent’s name now.
             * @example 通用助手
             */
            agent_name: string;
            /**
             * @description The version of the agent that answered.
             * @example 1
             */
            agent_version: number | null;
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model: string | null;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            updated_at: string;
        };
        /** @description Tokens of several answers. */
        TokenSums: {
            /**
             * @description Tokens that models read.
             * @example 8120
             */
            prompt: number;
            /**
             * @description Tokens that models wrote.
             * @example 960
             */
            completion: number;
            /**
             * @description All together.
             * @example 9080
             */
            total: number;
        };
        /** @description What one day took. */
        UsageDay: {
            /**
             * Format: date
             * @description The day, in the deployment’s time zone.
             * @example 2026-11-28
             */
            date: string;
            /**
             * @description Conversations begun on the day.
             * @example 1
             */
            sessions: number;
            /**
             * @description Messages of the day.
             * @example 8
             */
            messages: number;
            /**
             * @description Model answers, including those at /v1.
             * @example 12
             */
            answers: number;
            /** @description The tokens of all answers. */
            tokens: components["schemas"]["TokenSums"];
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number;
        };
        /** @description What one model took. */
        UsageOfModel: {
            /**
             * @description The model.
             * @example doubao-seed-1-6-251015
             */
            model: string;
            /**
             * @description How many answers there were.
             * @example 12
             */
            answers: number;
            /** @description The tokens of all answers. */
            tokens: components["schemas"]["TokenSums"];
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number;
        };
        /** @description What one agent’s answers took. */
        UsageOfAgent: {
            /**
             * @description The agent; null: counted before agents were.
             * @example 1
             */
            agent_id: number | null;
            /**
             * @description Its name, if it still has one.
             * @example 通用助手
             */
            name: string | null;
            /**
             * @description How many answers there were.
             * @example 12
             */
            answers: number;
            /** @description The tokens of all answers. */
            tokens: components["schemas"]["TokenSums"];
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number;
        };
        /** @description What one user’s answers took. */
        UsageOfUser: {
            /**
             * Format: uuid
             * @description The user; null: all guests together.
             */
            user_id: string | null;
            /**
             * @description How many answers there were.
             * @example 12
             */
            answers: number;
            /** @description The tokens of all answers. */
            tokens: components["schemas"]["TokenSums"];
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number;
        };
        /** @description What everything took. */
        UsageStats: {
            /**
             * @description How many conversations there were.
             * @example 3
             */
            sessions: number;
            /**
             * @description How many messages there were.
             * @example 24
             */
            messages: number;
            /** @description The tokens of all answers. */
            tokens: components["schemas"]["TokenSums"];
            /**
             * @description What it cost, in the currency of the deployment’s prices; null: no price is known.
             * @example 0.0012
             */
            cost: number;
            /** @description The same for each day on which anything happened. */
            per_day: components["schemas"]["UsageDay"][];
            /** @description Every model, over all time, as the totals are. For the last days: `by_model`. */
            per_model: components["schemas"]["UsageOfModel"][];
            /** @description The models that answered in these days. */
            by_model: components["schemas"]["UsageOfModel"][];
            /** @description With `scope=all`: the 100 agents that cost most in these days. */
            by_agent?: components["schemas"]["UsageOfAgent"][];
            /** @description With `scope=all`: the 100 users that cost most in these days, all guests as one. */
            by_user?: components["schemas"]["UsageOfUser"][];
        };
        /**
         * @description What a chunk adds to the message.
         * @example {
         *       "content": "你好"
         *     }
         */
        ChatCompletionDelta: {
            /**
             * @description What the user may do: `admin` is an administrator.
             * @constant
             */
            role?: "assistant";
            /**
             * @description The next piece of the answer.
             * @example 你好
             */
            content?: string;
            /**
             * @description What the model thought.
             * @example
             */
            reasoning_content?: string;
            /**
             * @description The tools that the model wants called.
             * @example []
             */
            tool_calls?: unknown[];
        } & {
            [key: string]: unknown;
        };
        /** @description A piece of an answer. */
        ChatCompletionChunk: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The kind of object.
             * @constant
             */
            object: "chat.completion.chunk";
            /**
             * @description When, in Unix seconds.
             * @example 1795840200
             */
            created: number;
            /**
             * @description The agent that answers.
             * @example agent-1
             */
            model: string;
            /** @description One piece of the one choice; empty in the chunk that tells the usage. */
            choices: {
                /**
                 * @description Which of the choices; always 0.
                 * @example 0
                 */
                index: number;
                /** @description The next piece of the message. */
                delta: components["schemas"]["ChatCompletionDelta"];
                /** @description Never used here. */
                logprobs: null;
                /**
                 * @description Why the answer ended: `stop`, `length`, `stopped` by its reader, or a word of the provider.
                 * @example stop
                 */
                finish_reason: string | null;
            }[];
            /** @description The tokens that the answer took; null if that is unknown. */
            usage?: {
                /**
                 * @description Tokens that the model read.
                 * @example 812
                 */
                prompt_tokens: number;
                /**
                 * @description Tokens that the model wrote.
                 * @example 96
                 */
                completion_tokens: number;
                /**
                 * @description Both together.
                 * @example 908
                 */
                total_tokens: number;
            } | null;
        };
        /** @description A message of the conversation. */
        ChatCompletionMessage: {
            /**
             * @description Who says it.
             * @enum {string}
             */
            role: "system" | "developer" | "user" | "assistant" | "tool" | "function";
            /**
             * @description A text, or its parts.
             * @example 你好
             */
            content?: (string | {
                /**
                 * @description The kind.
                 * @example message
                 */
                type: string;
            }[]) | null;
        };
        /**
         * @description https://platform.openai.com/docs/api-reference/chat/create; members it does not name are ignored.
         * @example {
         *       "model": "agent-1",
         *       "messages": [
         *         {
         *           "role": "user",
         *           "content": "你好"
         *         }
         *       ]
         *     }
         */
        ChatCompletionRequest: {
            /**
             * @description An agent, such as agent-1.
             * @example agent-1
             */
            model: string;
            /** @description The whole conversation. */
            messages: components["schemas"]["ChatCompletionMessage"][];
            /**
             * @description Whether the answer is streamed as Server-Sent Events.
             * @example false
             */
            stream?: boolean | null;
            /**
             * @description How to stream.
             * @example {
             *       "include_usage": true
             *     }
             */
            stream_options?: {
                /**
                 * @description Whether a last chunk tells the tokens.
                 * @example true
                 */
                include_usage?: boolean | null;
            } | null;
            /**
             * @description How freely the model chooses its words.
             * @example 0.7
             */
            temperature?: number | null;
            /**
             * @description The share of likely words that the model chooses from.
             * @example 0.9
             */
            top_p?: number | null;
            /**
             * @description The longest answer, in tokens.
             * @example 4096
             */
            max_tokens?: number | null;
            /**
             * @description The longest answer, in tokens.
             * @example 4096
             */
            max_completion_tokens?: number | null;
            /**
             * @description Above 0: words that were used often become less likely.
             * @example 0
             */
            frequency_penalty?: number | null;
            /**
             * @description Above 0: words that were used at all become less likely.
             * @example 0
             */
            presence_penalty?: number | null;
            /**
             * @description Texts at which the answer ends.
             * @example [
             *       "\n\n"
             *     ]
             */
            stop?: (string | string[]) | null;
            /**
             * @description The same seed asks for the same answer, as far as the provider can.
             * @example 7
             */
            seed?: number | null;
            /**
             * @description How many answers; only one.
             * @enum {number|null}
             */
            n?: 1 | null;
            /**
             * @description How long to think; `none` and `minimal`: not at all.
             * @example low
             */
            reasoning_effort?: string | null;
            /**
             * @description A name for the one who asks, passed on to the provider.
             * @example lin
             */
            user?: string | null;
            /** @description The tools that the model may want called. */
            tools?: {
                /**
                 * @description The kind.
                 * @example message
                 */
                type: string;
            }[] | null;
            /**
             * @description Which tool it must want called, if any.
             * @example auto
             */
            tool_choice?: unknown;
            /**
             * @description Whether it may want several at once.
             * @example true
             */
            parallel_tool_calls?: boolean | null;
            /**
             * @description The form of the answer.
             * @example {
             *       "type": "text"
             *     }
             */
            response_format?: {
                /**
                 * @description The kind.
                 * @example message
                 */
                type: string;
            } | null;
        };
        /** @description A whole answer. */
        ChatCompletion: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The kind of object.
             * @enum {string}
             */
            object: "chat.completion";
            /**
             * @description When, in Unix seconds.
             * @example 1795840200
             */
            created: number;
            /**
             * @description The agent that answered.
             * @example agent-1
             */
            model: string;
            /** @description The answer; there is always one. */
            choices: {
                /**
                 * @description Which of the choices; always 0.
                 * @example 0
                 */
                index: number;
                /** @description What the model said. */
                message: {
                    /**
                     * @description What the user may do: `admin` is an administrator.
                     * @enum {string}
                     */
                    role: "assistant";
                    /**
                     * @description The text.
                     * @example 你好
                     */
                    content: string | null;
                    /** @description Never used here. */
                    refusal: null;
                    /**
                     * @description What the model thought.
                     * @example
                     */
                    reasoning_content?: string;
                    /**
                     * @description The tools that the model wants called.
                     * @example []
                     */
                    tool_calls?: unknown[];
                    /** @description What the provider wants back with the message. */
                    extra_content?: unknown;
                    /** @description The same, in the provider’s own form. */
                    reasoning_details?: unknown;
                };
                /** @description Never used here. */
                logprobs: null;
                /**
                 * @description Why the answer ended: `stop`, `length`, `stopped` by its reader, or a word of the provider.
                 * @example stop
                 */
                finish_reason: string;
            }[];
            /** @description The tokens that the answer took; null if that is unknown. */
            usage: {
                /**
                 * @description Tokens that the model read.
                 * @example 812
                 */
                prompt_tokens: number;
                /**
                 * @description Tokens that the model wrote.
                 * @example 96
                 */
                completion_tokens: number;
                /**
                 * @description Both together.
                 * @example 908
                 */
                total_tokens: number;
            };
        };
        /**
         * @description A piece of a response; more members as OpenAI’s API has them.
         * @example {
         *       "type": "response.output_text.delta",
         *       "sequence_number": 4,
         *       "delta": "你好"
         *     }
         */
        ResponseEvent: {
            /**
             * @description The name of the event once more.
             * @example response.output_text.delta
             */
            type: string;
            /**
             * @description Counts the events, from 0.
             * @example 4
             */
            sequence_number?: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description https://platform.openai.com/docs/api-reference/responses/create; members it does not name are ignored.
         * @example {
         *       "model": "agent-1",
         *       "input": "你好"
         *     }
         */
        ResponseRequest: {
            /**
             * @description An agent, such as agent-1.
             * @example agent-1
             */
            model: string;
            /**
             * @description The question, or the whole conversation.
             * @example 你好
             */
            input: string | {
                /**
                 * @description The kind.
                 * @example message
                 */
                type?: string;
                /**
                 * @description What the user may do: `admin` is an administrator.
                 * @example user
                 */
                role?: string;
            }[];
            /**
             * @description Comes before the conversation.
             * @example 用一句话回答。
             */
            instructions?: string | null;
            /**
             * @description Whether the answer is streamed as Server-Sent Events.
             * @example false
             */
            stream?: boolean | null;
            /**
             * @description How freely the model chooses its words.
             * @example 0.7
             */
            temperature?: number | null;
            /**
             * @description The share of likely words that the model chooses from.
             * @example 0.9
             */
            top_p?: number | null;
            /**
             * @description The longest answer, in tokens.
             * @example 4096
             */
            max_output_tokens?: number | null;
            /** @description How to think. */
            reasoning?: {
                /**
                 * @description How long to think; `none` and `minimal`: not at all.
                 * @example low
                 */
                effort?: string | null;
            } | null;
            /**
             * @description The form of the text.
             * @example {
             *       "format": {
             *         "type": "text"
             *       }
             *     }
             */
            text?: {
                /**
                 * @description What the answer is: text, or JSON of a schema.
                 * @example {
                 *       "type": "text"
                 *     }
                 */
                format?: {
                    /**
                     * @description The kind.
                     * @example message
                     */
                    type: string;
                } | null;
            } | null;
            /** @description The tools that the model may want called. */
            tools?: {
                /**
                 * @description The kind.
                 * @example message
                 */
                type: string;
            }[] | null;
            /**
             * @description Which tool it must want called, if any.
             * @example auto
             */
            tool_choice?: unknown;
            /**
             * @description Whether it may want several at once.
             * @example true
             */
            parallel_tool_calls?: boolean | null;
            /**
             * @description A name for the one who asks, passed on to the provider.
             * @example lin
             */
            user?: string | null;
        };
        /** @description A whole response; more members as OpenAI’s API has them. */
        OpenAIResponse: {
            /**
             * @description Its identifier.
             * @example resp_01960f3e7c1a7b3e
             */
            id: string;
            /**
             * @description The kind of object.
             * @enum {string}
             */
            object: "response";
            /**
             * @description How it ended.
             * @example completed
             */
            status: string;
        } & {
            [key: string]: unknown;
        };
        /** @description An agent, as a model. */
        Model: {
            /** @description Its identifier. */
            id: string;
            /**
             * @description The kind of object.
             * @enum {string}
             */
            object: "model";
            /**
             * @description Unix seconds.
             * @example 1795840200
             */
            created: number;
            /**
             * @description Who offers the model.
             * @example lingzhi
             */
            owned_by: string;
            /**
             * @description The name, for people.
             * @example 灵值生态园
             */
            name: string;
            /**
             * @description What it is for, for people.
             * @example 会说人话的助手
             */
            description: string;
        };
        /** @description What one day in a row earns. */
        RewardDay: {
            /**
             * @description Which day in a row.
             * @example 4
             */
            day: number;
            /**
             * @description Points that the day earns.
             * @example 5
             */
            lingzhi: number;
            /**
             * @description How the day stands.
             * @enum {string}
             */
            state: "earned" | "next" | "upcoming";
        };
        /** @description The check-in of a day, and the points it earned. */
        CheckIn: {
            /**
             * Format: date
             * @description The day of the check-in, in the deployment’s time zone.
             * @example 2026-11-28
             */
            checkin_date: string;
            /**
             * @description Points (灵值) that the day earned.
             * @example 3
             */
            lingzhi_earned: number;
            /**
             * @description All points (灵值) of the user.
             * @example 6
             */
            total_lingzhi: number;
            /**
             * @description Days in a row.
             * @example 3
             */
            streak: number;
            /**
             * @description Points that the next check-in in a row earns.
             * @example 5
             */
            next_reward: number;
            /** @description The rewards of the days in a row, to be drawn as they are. */
            reward_schedule: components["schemas"]["RewardDay"][];
        };
        /** @description How today stands. */
        CheckInStatus: {
            /**
             * @description Whether today’s check-in is done.
             * @example true
             */
            checked_in_today: boolean;
            /**
             * @description The current streak; it is kept until the end of today even without a check-in.
             * @example 3
             */
            streak: number;
            /**
             * @description Points earned today; 0 before the check-in.
             * @example 3
             */
            lingzhi_earned: number;
            /**
             * @description All points (灵值) of the user.
             * @example 6
             */
            total_lingzhi: number;
            /**
             * @description What the next check-in earns.
             * @example 5
             */
            next_reward: number;
            /** @description The rewards of the days in a row, to be drawn as they are. */
            reward_schedule: components["schemas"]["RewardDay"][];
            /**
             * @description The most days in a row so far.
             * @example 3
             */
            longest_streak: number;
            /**
             * @description How many check-ins there were.
             * @example 3
             */
            total_checkins: number;
            /**
             * @description The time zone that days are counted in.
             * @example Asia/Shanghai
             */
            timezone: string;
        };
        /** @description One check-in of the past. */
        CheckInRecord: {
            /**
             * Format: date
             * @description The day of the check-in, in the deployment’s time zone.
             * @example 2026-11-28
             */
            checkin_date: string;
            /**
             * @description Points (灵值) that the day earned.
             * @example 3
             */
            lingzhi_earned: number;
            /**
             * @description Days in a row.
             * @example 3
             */
            streak: number;
        };
        /** @description One day of a month. */
        CalendarDay: {
            /**
             * Format: date
             * @description The day, in the deployment’s time zone.
             * @example 2026-11-28
             */
            date: string;
            /**
             * @description open: today, without a check-in so far.
             * @enum {string}
             */
            state: "checked" | "unchecked" | "open" | "future";
            /**
             * @description Points (灵值) that the day earned.
             * @example 3
             */
            lingzhi_earned: number;
        };
        /** @description A month, ready to be drawn. */
        MonthCalendar: {
            /**
             * @description The month.
             * @example 2026-11
             */
            month: string;
            /**
             * Format: date
             * @description Today.
             * @example 2026-11-28
             */
            today: string;
            /**
             * @description Weekday of the 1st; 1 is Monday (ISO 8601).
             * @example 7
             */
            first_weekday: number;
            /**
             * @description How many check-ins there were.
             * @example 3
             */
            total_checkins: number;
            /**
             * @description Points that they earned.
             * @example 6
             */
            total_earned: number;
            /** @description The days of the month. */
            days: components["schemas"]["CalendarDay"][];
        };
        /** @description One place on the leaderboard. */
        LeaderboardPlace: {
            /**
             * @description Users with equal values share a rank.
             * @example 1
             */
            rank: number;
            /**
             * @description Masked unless the user agreed to show it, or is the caller.
             * @example 林*
             */
            name: string;
            /**
             * @description Days in a row.
             * @example 3
             */
            streak: number;
            /**
             * @description All points (灵值) of the user.
             * @example 6
             */
            total_lingzhi: number;
            /**
             * @description Whether it is the caller.
             * @example false
             */
            is_me: boolean;
        };
        /** @description The best by days in a row and by points. */
        Leaderboard: {
            /** @description Longest current streaks. */
            streaks: components["schemas"]["LeaderboardPlace"][];
            /** @description Most points. */
            totals: components["schemas"]["LeaderboardPlace"][];
            /** @description The caller’s own place. */
            me: {
                /**
                 * @description The caller’s place by days in a row; null: none yet.
                 * @example 2
                 */
                streak_rank: number | null;
                /**
                 * @description The caller’s place by points; null: none yet.
                 * @example 5
                 */
                total_rank: number | null;
                /**
                 * @description The name, for people.
                 * @example 灵值生态园
                 */
                name: string;
                /**
                 * @description Days in a row.
                 * @example 3
                 */
                streak: number;
                /**
                 * @description All points (灵值) of the user.
                 * @example 6
                 */
                total_lingzhi: number;
                /**
                 * @description Whether others see your name; see PUT …/consent.
                 * @example true
                 */
                show_name: boolean;
            };
        };
        /** @description Whether others may see your name. */
        NameConsent: {
            /**
             * @description Whether others see the name.
             * @example true
             */
            show_name: boolean;
        };
        /** @description One movement of points. */
        LedgerEntry: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description checkin, adjustment or registration; more kinds may be added.
             * @example checkin
             */
            kind: string;
            /**
             * @description Negative for a deduction.
             * @example 3
             */
            amount: number;
            /**
             * @description Balance after this entry.
             * @example 6
             */
            balance: number;
            /**
             * @description Why, for people.
             * @example 每日签到
             */
            reason: string;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
        };
        /**
         * @description A correction of somebody’s points.
         * @example {
         *       "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
         *       "amount": -3,
         *       "reason": "重复发放，予以更正"
         *     }
         */
        PointsAdjustment: {
            /**
             * Format: uuid
             * @description The user.
             */
            user_id: string;
            /**
             * @description Points to add, or to deduct when negative; not 0.
             * @example 3
             */
            amount: number;
            /**
             * @description Why, for people.
             * @example 每日签到
             */
            reason: string;
        };
        /** @description Conversations on their way into a file, or the file. */
        Export: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description How far it is: `queued` and `running` are under way, the others are the end.
             * @enum {string}
             */
            status: "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
            /**
             * @description The form of the file.
             * @enum {string}
             */
            format: "json" | "csv" | "ndjson" | "md";
            /**
             * @description How the file is packed.
             * @enum {string}
             */
            compression: "none" | "gzip" | "zstd";
            /**
             * @description Counts the changes of the form.
             * @example 1
             */
            format_version: number;
            /**
             * @description `all`: of every user, for administrators only.
             * @enum {string}
             */
            scope: "own" | "all";
            /**
             * @description Whether it holds only what changed since the one before.
             * @example false
             */
            incremental: boolean;
            /**
             * Format: date-time
             * @description Only what changed after this instant; null: everything. ISO 8601, UTC.
             * @example null
             */
            changed_since: string | null;
            /**
             * @description These conversations; left out or null: all of them.
             * @example null
             */
            conversation_ids: string[] | null;
            /**
             * @description The first day, in the deployment’s time zone.
             * @example 2026-11-01
             */
            start_date: string | null;
            /**
             * @description The last day, which is included.
             * @example 2026-11-28
             */
            end_date: string | null;
            /**
             * @description Messages written so far.
             * @example 24
             */
            rows: number;
            /**
             * @description An estimate.
             * @example 24
             */
            rows_expected: number | null;
            /**
             * @description Bytes stored so far; once completed, the size of the file.
             * @example 4096
             */
            bytes: number;
            /**
             * @description How much is done.
             * @example 100
             */
            percent: number;
            /**
             * @description Seconds that are left; an estimate, null if unknown.
             * @example null
             */
            eta_seconds: number | null;
            /**
             * @description SHA-256 of the file, hexadecimal.
             * @example c1f6…
             */
            sha256: string | null;
            /**
             * @description The name under which the file is downloaded.
             * @example conversations_20261128.csv
             */
            file_name: string;
            /**
             * @description Why it failed, for people; null: it did not.
             * @example null
             */
            failure: string | null;
            /**
             * @description What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole.
             * @example []
             */
            notes: string[];
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the work began; null: it waits. ISO 8601, UTC.
             * @example 2026-11-28T04:30:01.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When the work ended; null: not yet. ISO 8601, UTC.
             * @example 2026-11-28T04:30:02.000Z
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string | null;
        };
        /**
         * @description What to export; all of it may be left out.
         * @example {
         *       "format": "csv",
         *       "start_date": "2026-11-01",
         *       "end_date": "2026-11-28"
         *     }
         */
        NewExport: {
            /**
             * @description The form of the file. Left out: `ndjson`.
             * @example ndjson
             * @enum {string}
             */
            format?: "json" | "csv" | "ndjson" | "md";
            /**
             * @description How the file is packed. Left out: `none`.
             * @example none
             * @enum {string}
             */
            compression?: "none" | "gzip" | "zstd";
            /** @description These conversations; left out: all of them. */
            conversation_ids?: string[];
            /**
             * Format: date
             * @description First day, YYYY-MM-DD.
             * @example 2026-11-01
             */
            start_date?: string;
            /**
             * Format: date
             * @description Last day, inclusive.
             * @example 2026-11-28
             */
            end_date?: string;
            /**
             * @description Only what changed since the last completed export with the same options.
             * @example false
             */
            incremental?: boolean;
            /**
             * Format: email
             * @description Gets a letter when the file is ready: the address of your own account.
             * @example lin@example.org
             */
            notify_email?: string;
            /**
             * @description all: every user’s conversations, for administrators only. Left out: `own`.
             * @example own
             * @enum {string}
             */
            scope?: "own" | "all";
        };
        /** @description The first rows of an export. */
        ExportPreview: {
            /**
             * @description The form of the file.
             * @enum {string}
             */
            format: "json" | "csv" | "ndjson" | "md";
            /**
             * @description Messages in the canonical form, each with its conversation_title.
             * @example [
             *       {
             *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
             *         "role": "user",
             *         "content": "你好"
             *       }
             *     ]
             */
            rows: ({
                /** @description Its identifier. */
                id: string;
                /**
                 * @description What the user may do: `admin` is an administrator.
                 * @example user
                 */
                role: string;
                /**
                 * @description The text.
                 * @example 你好
                 */
                content: string;
            } & {
                [key: string]: unknown;
            })[];
            /**
             * @description Whether there are more rows.
             * @example false
             */
            has_more: boolean;
        };
        /**
         * @description The file to come.
         * @example {
         *       "file_name": "conversations.zip",
         *       "bytes": 4096,
         *       "dry_run": true
         *     }
         */
        NewImport: {
            /**
             * @description The name of the file, to find the import again. Left out: ``.
             * @example conversations.zip
             */
            file_name?: string;
            /**
             * @description Size of the file: one that is too large is refused at once.
             * @example 4096
             */
            bytes?: number;
            /**
             * @description Whether it only says what it would do. Left out: `false`.
             * @example true
             */
            dry_run?: boolean;
            /** @description Whose the conversations become; another’s, for administrators only. */
            user_id?: string;
        };
        /** @description What became of some conversations or messages. */
        ImportCounts: {
            /**
             * @description Added.
             * @example 24
             */
            new: number;
            /**
             * @description Here already, and left as they are.
             * @example 0
             */
            existing: number;
            /**
             * @description Here already, and completed or brought up to the file.
             * @example 0
             */
            changed: number;
            /**
             * @description Not imported: the report says why.
             * @example 0
             */
            skipped: number;
        };
        /**
         * @description Where something is in a file.
         * @example {
         *       "line": 12
         *     }
         */
        PlaceInFile: {
            /**
             * @description The line, from 1.
             * @example 12
             */
            line?: number;
            /**
             * @description The byte, from 0.
             * @example 4711
             */
            byte?: number;
        };
        /** @description Why nothing was imported. */
        ImportFailure: {
            /**
             * @description Which reason it is.
             * @example CUT_OFF
             */
            code: string;
            /** @description The reason with its place, for people. */
            message: string;
            /** @description Where the text was. */
            place: components["schemas"]["PlaceInFile"];
        };
        /** @description A file of conversations on its way in. */
        Import: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description How far it is: `uploading`, `queued` and `running` are under way, the others are the end.
             * @enum {string}
             */
            status: "uploading" | "queued" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description Nothing is changed: the report says what would be.
             * @example true
             */
            dry_run: boolean;
            /**
             * Format: uuid
             * @description Whose the conversations become.
             */
            user_id: string;
            /**
             * @description The name of the file, as its sender calls it.
             * @example conversations.zip
             */
            file_name: string;
            /**
             * @description Bytes uploaded.
             * @example 4096
             */
            bytes: number;
            /**
             * @description SHA-256 of the file, hexadecimal.
             * @example c1f6…
             */
            sha256: string | null;
            /**
             * @description Told from what the file holds.
             * @enum {string|null}
             */
            format: "lingzhi-ndjson" | "lingzhi-json" | "chatgpt" | "claude" | "librechat" | "open-webui" | "lobehub" | "chatbot-ui" | "nextchat" | "flask-chat" | "openai-jsonl" | "openai-json" | null;
            /**
             * @description A file is read to its end before anything of it is stored.
             * @enum {string}
             */
            phase: "reading" | "storing";
            /**
             * @description How much is done.
             * @example 100
             */
            percent: number;
            /** @description What became of the conversations. */
            conversations: components["schemas"]["ImportCounts"];
            /** @description What became of the messages. */
            messages: components["schemas"]["ImportCounts"];
            /**
             * @description Why it failed, for people; null: it did not.
             * @example null
             */
            failure: components["schemas"]["ImportFailure"] | null;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the work began; null: it waits. ISO 8601, UTC.
             * @example 2026-11-28T04:30:01.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When the work ended; null: not yet. ISO 8601, UTC.
             * @example 2026-11-28T04:30:02.000Z
             */
            finished_at: string | null;
        };
        /**
         * @description What was sent.
         * @example {
         *       "parts": 3
         *     }
         */
        CompletedUpload: {
            /**
             * @description How many parts were sent.
             * @example 3
             */
            parts?: number;
            /** @description Of the whole file: it is compared. */
            sha256?: string;
        };
        /** @description A part of a file. */
        ImportPart: {
            /**
             * @description Which part of the file, from 1.
             * @example 1
             */
            number: number;
            /**
             * @description Its size.
             * @example 4096
             */
            bytes: number;
            /**
             * @description The SHA-256 of the part, hexadecimal.
             * @example c1f6…
             */
            sha256: string;
        };
        /** @description An import, with the parts of its file while that is uploaded. */
        ImportDetail: {
            /**
             * Format: uuid
             * @description Its identifier.
             */
            id: string;
            /**
             * @description The same as of an import in the list.
             * @enum {string}
             */
            status: "uploading" | "queued" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description Nothing is changed: the report says what would be.
             * @example true
             */
            dry_run: boolean;
            /**
             * Format: uuid
             * @description Whose the conversations become.
             */
            user_id: string;
            /**
             * @description The name of the file, as its sender calls it.
             * @example conversations.zip
             */
            file_name: string;
            /**
             * @description Bytes uploaded.
             * @example 4096
             */
            bytes: number;
            /**
             * @description SHA-256 of the file, hexadecimal.
             * @example c1f6…
             */
            sha256: string | null;
            /**
             * @description Told from what the file holds.
             * @enum {string|null}
             */
            format: "lingzhi-ndjson" | "lingzhi-json" | "chatgpt" | "claude" | "librechat" | "open-webui" | "lobehub" | "chatbot-ui" | "nextchat" | "flask-chat" | "openai-jsonl" | "openai-json" | null;
            /**
             * @description A file is read to its end before anything of it is stored.
             * @enum {string}
             */
            phase: "reading" | "storing";
            /**
             * @description How much is done.
             * @example 100
             */
            percent: number;
            /** @description What became of the conversations. */
            conversations: components["schemas"]["ImportCounts"];
            /** @description What became of the messages. */
            messages: components["schemas"]["ImportCounts"];
            /**
             * @description Why it failed, for people; null: it did not.
             * @example null
             */
            failure: components["schemas"]["ImportFailure"] | null;
            /**
             * Format: date-time
             * @description When it was created. ISO 8601, UTC.
             * @example 2026-11-28T04:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the work began; null: it waits. ISO 8601, UTC.
             * @example 2026-11-28T04:30:01.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When the work ended; null: not yet. ISO 8601, UTC.
             * @example 2026-11-28T04:30:02.000Z
             */
            finished_at: string | null;
            /** @description Parts of the file that are here, to go on after an interruption; empty once it is complete. */
            parts: components["schemas"]["ImportPart"][];
        };
        /** @description A conversation that was not imported. */
        SkippedConversation: {
            /**
             * @description Which conversation of the file, from 1.
             * @example 3
             */
            conversation: number;
            /**
             * @description How many messages it has.
             * @example 4
             */
            messages: number;
            /**
             * @description Which reason it is.
             * @example BAD_DATE
             */
            code: string;
            /**
             * @description Why, for people.
             * @example 每日签到
             */
            reason: string;
            /** @description Where the text was. */
            place: components["schemas"]["PlaceInFile"];
        };
        /** @description What an import did, or would do. */
        ImportReport: {
            /** @description The import itself. */
            import: components["schemas"]["Import"];
            /** @description Conversations that were not imported, and why. The others were, whole. */
            skipped: components["schemas"]["SkippedConversation"][];
            /** @description Parts of conversations that have no place here, such as the output of tools: docs/import.md lists them. */
            left_out: number;
            /** @description Names of agents that are not here: the default agent took their place. At most 20. */
            unknown_agents: string[];
        };
        /** @description A link that works without a token. */
        DownloadLink: {
            /**
             * @description Where it is, from the root of this platform.
             * @example /api/exports/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10/download?…
             */
            url: string;
            /**
             * Format: date-time
             * @description When it expires; null: never. ISO 8601, UTC.
             * @example 2026-11-29T04:30:00.000Z
             */
            expires_at: string;
        };
        /** @description A part of a file. */
        ImportPartOutput: {
            /**
             * @description Which part of the file, from 1.
             * @example 1
             */
            number: number;
            /**
             * @description Its size.
             * @example 4096
             */
            bytes: number;
            /**
             * @description Of the part as it was stored, hexadecimal.
             * @example c1f6…
             */
            sha256: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
        IdempotencyKey: string;
        /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
        LastEventID: string;
        /** @description Stands for the token in the URL of an EventSource, which cannot send one. From POST /api/stream-tickets. */
        Ticket: string;
    };
    requestBodies: never;
    headers: {
        /** @description Seconds to wait before the next attempt. */
        "Retry-After": number;
        /** @description What is left (`r`), and the seconds until the quota is full again (`t`), as `"<policy>";r=…;t=…`. */
        RateLimit: string;
        /** @description The limit that was counted: `"<policy>";q=<requests>;w=<seconds>`. */
        "RateLimit-Policy": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getWellKnownJwksJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "kid": "k1",
                     *           "x": "11qYAYKxCrf…"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The public keys, as RFC 7517 has them.
                         * @example [
                         *       {
                         *         "kty": "OKP",
                         *         "crv": "Ed25519",
                         *         "kid": "k1",
                         *         "x": "11qYAYKxCrf…"
                         *       }
                         *     ]
                         */
                        keys: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    getApiAdminAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "agents": [
                     *           {
                     *             "id": 1,
                     *             "name": "灵值生态园",
                     *             "description": "会说人话的助手",
                     *             "system_prompt": "你是灵值生态园的助手。",
                     *             "model_config": {
                     *               "model": "doubao-seed-1-6-251015",
                     *               "fallback_models": [],
                     *               "temperature": 0.7,
                     *               "top_p": 0.9,
                     *               "max_tokens": 4096,
                     *               "context_window": 32000,
                     *               "frequency_penalty": 0,
                     *               "presence_penalty": 0,
                     *               "stop": [
                     *                 "\n\n"
                     *               ],
                     *               "seed": 7,
                     *               "thinking": "enabled"
                     *             },
                     *             "context_messages": 1,
                     *             "shared_cache": false,
                     *             "visibility": "public",
                     *             "sort_order": 0,
                     *             "version": 3,
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "updated_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The agents. */
                            agents: components["schemas"]["AdminAgent"][];
                        };
                    };
                };
            };
        };
    };
    postApiAdminAgents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "古琴老师",
                 *       "description": "教古琴",
                 *       "system_prompt": "你是一位耐心的古琴老师。",
                 *       "model_config": {
                 *         "temperature": 0.7,
                 *         "thinking": "enabled"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewAgent"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": 1,
                     *         "name": "灵值生态园",
                     *         "description": "会说人话的助手",
                     *         "system_prompt": "你是灵值生态园的助手。",
                     *         "model_config": {
                     *           "model": "doubao-seed-1-6-251015",
                     *           "fallback_models": [],
                     *           "temperature": 0.7,
                     *           "top_p": 0.9,
                     *           "max_tokens": 4096,
                     *           "context_window": 32000,
                     *           "frequency_penalty": 0,
                     *           "presence_penalty": 0,
                     *           "stop": [
                     *             "\n\n"
                     *           ],
                     *           "seed": 7,
                     *           "thinking": "enabled"
                     *         },
                     *         "context_messages": 1,
                     *         "shared_cache": false,
                     *         "visibility": "public",
                     *         "sort_order": 0,
                     *         "version": 3,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "updated_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AdminAgent"];
                    };
                };
            };
        };
    };
    getApiAdminAgentsFilterHits: {
        parameters: {
            query?: {
                /** @description The agent that answers. */
                agent_id?: number;
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "hits": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "at": "2026-11-28T04:30:00.000Z",
                     *             "place": "input",
                     *             "rule": "rude words",
                     *             "action": "mask",
                     *             "count": 1,
                     *             "agent_id": 1,
                     *             "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The hits of this page, newest first. */
                            hits: components["schemas"]["FilterHit"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiAdminAgentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": 1,
                     *         "name": "灵值生态园",
                     *         "description": "会说人话的助手",
                     *         "system_prompt": "你是灵值生态园的助手。",
                     *         "model_config": {
                     *           "model": "doubao-seed-1-6-251015",
                     *           "fallback_models": [],
                     *           "temperature": 0.7,
                     *           "top_p": 0.9,
                     *           "max_tokens": 4096,
                     *           "context_window": 32000,
                     *           "frequency_penalty": 0,
                     *           "presence_penalty": 0,
                     *           "stop": [
                     *             "\n\n"
                     *           ],
                     *           "seed": 7,
                     *           "thinking": "enabled"
                     *         },
                     *         "context_messages": 1,
                     *         "shared_cache": false,
                     *         "visibility": "public",
                     *         "sort_order": 0,
                     *         "version": 3,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "updated_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AdminAgent"];
                    };
                };
            };
        };
    };
    putApiAdminAgentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "教古琴和琴谱"
                 *     }
                 */
                "application/json": components["schemas"]["AgentChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": 1,
                     *         "name": "灵值生态园",
                     *         "description": "会说人话的助手",
                     *         "system_prompt": "你是灵值生态园的助手。",
                     *         "model_config": {
                     *           "model": "doubao-seed-1-6-251015",
                     *           "fallback_models": [],
                     *           "temperature": 0.7,
                     *           "top_p": 0.9,
                     *           "max_tokens": 4096,
                     *           "context_window": 32000,
                     *           "frequency_penalty": 0,
                     *           "presence_penalty": 0,
                     *           "stop": [
                     *             "\n\n"
                     *           ],
                     *           "seed": 7,
                     *           "thinking": "enabled"
                     *         },
                     *         "context_messages": 1,
                     *         "shared_cache": false,
                     *         "visibility": "public",
                     *         "sort_order": 0,
                     *         "version": 3,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "updated_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AdminAgent"];
                    };
                };
            };
        };
    };
    deleteApiAdminAgentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiAdminAgentsIdFilters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "rules": [
                     *           {
                     *             "name": "rude words",
                     *             "action": "mask",
                     *             "places": [
                     *               "input",
                     *               "output"
                     *             ],
                     *             "words": [
                     *               "笨蛋"
                     *             ],
                     *             "patterns": [
                     *               "phone"
                     *             ]
                     *           }
                     *         ],
                     *         "version": 3,
                     *         "changed_by": "…",
                     *         "changed_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AgentFilters"];
                    };
                };
            };
        };
    };
    putApiAdminAgentsIdFilters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rules": [
                 *         {
                 *           "name": "rude words",
                 *           "action": "mask",
                 *           "places": [
                 *             "input",
                 *             "output"
                 *           ],
                 *           "words": [
                 *             "笨蛋"
                 *           ],
                 *           "patterns": [
                 *             "phone"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The rules, in the order in which they apply. */
                    rules: components["schemas"]["FilterRuleInput"][];
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "rules": [
                     *           {
                     *             "name": "rude words",
                     *             "action": "mask",
                     *             "places": [
                     *               "input",
                     *               "output"
                     *             ],
                     *             "words": [
                     *               "笨蛋"
                     *             ],
                     *             "patterns": [
                     *               "phone"
                     *             ]
                     *           }
                     *         ],
                     *         "version": 3,
                     *         "changed_by": "…",
                     *         "changed_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AgentFilters"];
                    };
                };
            };
        };
    };
    getApiAdminAgentsIdVersions: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "versions": [
                     *           {
                     *             "version": 3,
                     *             "definition": {
                     *               "name": "灵值生态园",
                     *               "description": "会说人话的助手",
                     *               "system_prompt": "你是灵值生态园的助手。",
                     *               "model_config": {
                     *                 "model": "doubao-seed-1-6-251015",
                     *                 "fallback_models": [],
                     *                 "temperature": 0.7,
                     *                 "top_p": 0.9,
                     *                 "max_tokens": 4096,
                     *                 "context_window": 32000,
                     *                 "frequency_penalty": 0,
                     *                 "presence_penalty": 0,
                     *                 "stop": [
                     *                   "\n\n"
                     *                 ],
                     *                 "seed": 7,
                     *                 "thinking": "enabled"
                     *               },
                     *               "context_messages": 1,
                     *               "shared_cache": false,
                     *               "visibility": "public",
                     *               "sort_order": 0
                     *             },
                     *             "changed_by": "…",
                     *             "changed_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The versions of this page, newest first. */
                            versions: components["schemas"]["AgentVersion"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiAdminAgentsIdVersionsVersionRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
                /**
                 * @description The number of the version.
                 * @example 3
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": 1,
                     *         "name": "灵值生态园",
                     *         "description": "会说人话的助手",
                     *         "system_prompt": "你是灵值生态园的助手。",
                     *         "model_config": {
                     *           "model": "doubao-seed-1-6-251015",
                     *           "fallback_models": [],
                     *           "temperature": 0.7,
                     *           "top_p": 0.9,
                     *           "max_tokens": 4096,
                     *           "context_window": 32000,
                     *           "frequency_penalty": 0,
                     *           "presence_penalty": 0,
                     *           "stop": [
                     *             "\n\n"
                     *           ],
                     *           "seed": 7,
                     *           "thinking": "enabled"
                     *         },
                     *         "context_messages": 1,
                     *         "shared_cache": false,
                     *         "visibility": "public",
                     *         "sort_order": 0,
                     *         "version": 3,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "updated_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["AdminAgent"];
                    };
                };
            };
        };
    };
    getApiAdminAudit: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
                /** @description The user. */
                user_id?: string;
                /** @description What was done. */
                action?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "entries": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "at": "2026-11-28T04:30:00.000Z",
                     *             "action": "login",
                     *             "outcome": "success",
                     *             "actor_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "address": "203.0.113.7",
                     *             "request_id": "b7d1c8a2",
                     *             "detail": {}
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The entries of this page, newest first. */
                            entries: components["schemas"]["AuditEntry"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiAdminFeedback: {
        parameters: {
            query?: {
                /** @description The kind. */
                type?: "like" | "dislike" | "correct";
                /** @description The agent that answers. */
                agent_id?: number;
                /** @description true: only with a comment; false: only without. */
                commented?: boolean;
                /** @description The first instant that counts. */
                from?: string;
                /** @description The instant before which it counts. */
                to?: string;
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "feedback": [
                     *           {
                     *             "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "type": "like",
                     *             "comment": "很有帮助",
                     *             "question": "一加一等于几？",
                     *             "answer": "一加一等于三。",
                     *             "agent_id": 1,
                     *             "agent_name": "通用助手",
                     *             "agent_version": 1,
                     *             "model": "doubao-seed-1-6-251015",
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "updated_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The opinions of this page. */
                            feedback: components["schemas"]["GivenFeedback"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiAdminInvitations: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "invitations": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "created_by": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "uses_left": 1,
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "expires_at": "2026-11-29T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The invitations of this page, newest first. */
                            invitations: components["schemas"]["Invitation"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiAdminInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "uses": 1,
                 *       "days": 7
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "created_by": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "uses_left": 1,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "expires_at": "2026-11-29T04:30:00.000Z",
                     *         "code": "Yt3…"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["CreatedInvitation"];
                    };
                };
            };
        };
    };
    deleteApiAdminInvitationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiAdminPointsAdjust: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                 *       "amount": -3,
                 *       "reason": "重复发放，予以更正"
                 *     }
                 */
                "application/json": components["schemas"]["PointsAdjustment"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "entry": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "kind": "checkin",
                     *           "amount": 3,
                     *           "balance": 6,
                     *           "reason": "每日签到",
                     *           "created_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /**
                             * Format: uuid
                             * @description The user.
                             */
                            user_id: string;
                            /** @description The entry that was made. */
                            entry: components["schemas"]["LedgerEntry"];
                        };
                    };
                };
            };
        };
    };
    getApiAdminUsers: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
                /** @description The beginning of a user name, phone number or e-mail address. */
                q?: string;
                /** @description What the user may do: `admin` is an administrator. */
                role?: "user" | "admin";
                /** @description How it is. */
                status?: "active" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "users": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "username": "lin",
                     *             "phone": "13800138000",
                     *             "email": "lin@example.org",
                     *             "email_confirmed": true,
                     *             "role": "user",
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "status": "active",
                     *             "updated_at": "2026-11-28T04:30:00.000Z",
                     *             "last_login_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The users of this page. */
                            users: components["schemas"]["ManagedUser"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiAdminUsersUnlockAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "203.0.113.7"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A network address.
                     * @example 203.0.113.7
                     */
                    address: string;
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "unlocked": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /**
                             * @description False when there was nothing to unlock.
                             * @example true
                             */
                            unlocked: boolean;
                        };
                    };
                };
            };
        };
    };
    getApiAdminUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "username": "lin",
                     *         "phone": "13800138000",
                     *         "email": "lin@example.org",
                     *         "email_confirmed": true,
                     *         "role": "user",
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "status": "active",
                     *         "updated_at": "2026-11-28T04:30:00.000Z",
                     *         "last_login_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ManagedUser"];
                    };
                };
            };
        };
    };
    patchApiAdminUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "disabled"
                 *     }
                 */
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "username": "lin",
                     *         "phone": "13800138000",
                     *         "email": "lin@example.org",
                     *         "email_confirmed": true,
                     *         "role": "user",
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "status": "active",
                     *         "updated_at": "2026-11-28T04:30:00.000Z",
                     *         "last_login_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ManagedUser"];
                    };
                };
            };
        };
    };
    postApiAdminUsersIdUnlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "unlocked": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /**
                             * @description False when there was nothing to unlock.
                             * @example true
                             */
                            unlocked: boolean;
                        };
                    };
                };
            };
        };
    };
    postApiAgentChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "你好",
                 *       "agent_id": 1
                 *     }
                 */
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "response": "你好！今天想聊些什么？",
                     *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "cached": false,
                     *       "data": {
                     *         "reply": "你好！今天想聊些什么？",
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "agent_id": 1,
                     *         "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "question_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "cached": false,
                     *         "usage": {
                     *           "prompt_tokens": 812,
                     *           "completion_tokens": 96,
                     *           "total_tokens": 908,
                     *           "estimated": false,
                     *           "cost": 0.0012
                     *         },
                     *         "finish_reason": "stop",
                     *         "model": "doubao-seed-1-6-251015",
                     *         "reasoning": "",
                     *         "response": "你好！今天想聊些什么？"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "agents": [
                     *           {
                     *             "id": 1,
                     *             "name": "灵值生态园",
                     *             "description": "会说人话的助手",
                     *             "model": "doubao-seed-1-6-251015",
                     *             "version": 3
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The agents. */
                            agents: components["schemas"]["Agent"][];
                        };
                    };
                };
            };
        };
    };
    getApiAgentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "agent": {
                     *           "id": 1,
                     *           "name": "灵值生态园",
                     *           "description": "会说人话的助手",
                     *           "model": "doubao-seed-1-6-251015",
                     *           "version": 3
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The agent. */
                            agent: components["schemas"]["Agent"];
                        };
                    };
                };
            };
        };
    };
    postApiChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "你好",
                 *       "agent_id": 1
                 *     }
                 */
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "response": "你好！今天想聊些什么？",
                     *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "cached": false,
                     *       "data": {
                     *         "reply": "你好！今天想聊些什么？",
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "agent_id": 1,
                     *         "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "question_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "cached": false,
                     *         "usage": {
                     *           "prompt_tokens": 812,
                     *           "completion_tokens": 96,
                     *           "total_tokens": 908,
                     *           "estimated": false,
                     *           "cost": 0.0012
                     *         },
                     *         "finish_reason": "stop",
                     *         "model": "doubao-seed-1-6-251015",
                     *         "reasoning": "",
                     *         "response": "你好！今天想聊些什么？"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiChatStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "你好",
                 *       "agent_id": 1
                 *     }
                 */
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiChatStreamReplyId: {
        parameters: {
            query?: {
                /** @description Default: the format of the request that began the reply. */
                format?: "markdown" | "text";
                /** @description Stands for the token in the URL of an EventSource, which cannot send one. From POST /api/stream-tickets. */
                ticket?: components["parameters"]["Ticket"];
            };
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /**
                 * @description The reply: one generation of an answer. It names the stream.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
            /** @description The reply has ended, and the caller has seen its end. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postApiChatStreamReplyIdStop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The reply: one generation of an answer. It names the stream.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "queued"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["StoppedReply"];
                    };
                };
            };
        };
    };
    postApiCheckin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "checkin_date": "2026-11-28",
                     *         "lingzhi_earned": 3,
                     *         "total_lingzhi": 6,
                     *         "streak": 3,
                     *         "next_reward": 5,
                     *         "reward_schedule": [
                     *           {
                     *             "day": 4,
                     *             "lingzhi": 5,
                     *             "state": "earned"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["CheckIn"];
                    };
                };
            };
        };
    };
    getApiCheckinHistory: {
        parameters: {
            query?: {
                /** @description YYYY-MM; defaults to the current month. */
                month?: string;
                /** @description Instead of a month: that many days up to today, without a calendar. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "records": [
                     *           {
                     *             "checkin_date": "2026-11-28",
                     *             "lingzhi_earned": 3,
                     *             "streak": 3
                     *           }
                     *         ],
                     *         "calendar": {
                     *           "month": "2026-11",
                     *           "today": "2026-11-28",
                     *           "first_weekday": 7,
                     *           "total_checkins": 3,
                     *           "total_earned": 6,
                     *           "days": [
                     *             {
                     *               "date": "2026-11-28",
                     *               "state": "checked",
                     *               "lingzhi_earned": 3
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The check-ins, newest first. */
                            records: components["schemas"]["CheckInRecord"][];
                            /** @description The month, day by day; absent when `days` was asked for. */
                            calendar?: components["schemas"]["MonthCalendar"];
                        };
                    };
                };
            };
        };
    };
    getApiCheckinLeaderboard: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "streaks": [
                     *           {
                     *             "rank": 1,
                     *             "name": "林*",
                     *             "streak": 3,
                     *             "total_lingzhi": 6,
                     *             "is_me": false
                     *           }
                     *         ],
                     *         "totals": [
                     *           {
                     *             "rank": 1,
                     *             "name": "林*",
                     *             "streak": 3,
                     *             "total_lingzhi": 6,
                     *             "is_me": false
                     *           }
                     *         ],
                     *         "me": {
                     *           "streak_rank": 2,
                     *           "total_rank": 5,
                     *           "name": "灵值生态园",
                     *           "streak": 3,
                     *           "total_lingzhi": 6,
                     *           "show_name": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Leaderboard"];
                    };
                };
            };
        };
    };
    putApiCheckinLeaderboardConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "show_name": true
                 *     }
                 */
                "application/json": components["schemas"]["NameConsent"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "show_name": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["NameConsent"];
                    };
                };
            };
        };
    };
    getApiCheckinStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "checked_in_today": true,
                     *         "streak": 3,
                     *         "lingzhi_earned": 3,
                     *         "total_lingzhi": 6,
                     *         "next_reward": 5,
                     *         "reward_schedule": [
                     *           {
                     *             "day": 4,
                     *             "lingzhi": 5,
                     *             "state": "earned"
                     *           }
                     *         ],
                     *         "longest_streak": 3,
                     *         "total_checkins": 3,
                     *         "timezone": "Asia/Shanghai"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["CheckInStatus"];
                    };
                };
            };
        };
    };
    getApiConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "guests_allowed": true,
                     *         "registration_open": true,
                     *         "registration": "open",
                     *         "mail_configured": false,
                     *         "timezone": "Asia/Shanghai",
                     *         "version": "0.1.0",
                     *         "features": [
                     *           "second_factor"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["PlatformConfig"];
                    };
                };
            };
        };
    };
    postApiConfirmEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "k3V9…"
                 *     }
                 */
                "application/json": components["schemas"]["EmailConfirmation"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiConversations: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
                /** @description Words to find in titles and messages. */
                q?: string;
                /** @description Whether it is put away: listed only with `archived=true`. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "conversations": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "title": "第一次对话",
                     *             "agent_id": 1,
                     *             "pinned": false,
                     *             "archived": false,
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "last_active": "2026-11-28T04:30:00.000Z",
                     *             "message_count": 2,
                     *             "temporary": false,
                     *             "title_ranges": [
                     *               {
                     *                 "start": 0,
                     *                 "end": 3
                     *               }
                     *             ],
                     *             "matches": [
                     *               {
                     *                 "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *                 "role": "user",
                     *                 "active": true,
                     *                 "snippet": "大熊猫住在秦岭",
                     *                 "ranges": [
                     *                   {
                     *                     "start": 0,
                     *                     "end": 3
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The conversations of this page. */
                            conversations: components["schemas"]["ListedConversation"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiConversationsExportAll: {
        parameters: {
            query?: {
                /** @description `text` removes the marks of Markdown. */
                format?: "json" | "csv" | "ndjson" | "md";
                /** @description How the file is packed. */
                compression?: "none" | "gzip" | "zstd";
                /** @description First day, YYYY-MM-DD. */
                start_date?: string;
                /** @description Last day, inclusive. */
                end_date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, streamed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "text/markdown": string;
                    "application/gzip": string;
                    "application/zstd": string;
                };
            };
        };
    };
    getApiConversationsId: {
        parameters: {
            query?: {
                /** @description Messages at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "title": "第一次对话",
                     *         "agent_id": 1,
                     *         "pinned": false,
                     *         "archived": false,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "last_active": "2026-11-28T04:30:00.000Z",
                     *         "message_count": 2,
                     *         "temporary": false,
                     *         "messages": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "role": "user",
                     *             "content": "你好！今天想聊些什么？",
                     *             "reasoning": "",
                     *             "status": "complete",
                     *             "parent_id": null,
                     *             "alternatives": [
                     *               "…"
                     *             ],
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "answer": {
                     *               "model": "doubao-seed-1-6-251015",
                     *               "finish_reason": "stop",
                     *               "cached": false,
                     *               "usage": {
                     *                 "prompt_tokens": 812,
                     *                 "completion_tokens": 96,
                     *                 "total_tokens": 908,
                     *                 "estimated": false,
                     *                 "cost": 0.0012
                     *               },
                     *               "first_token_ms": 420,
                     *               "latency_ms": 12,
                     *               "feedback": "like",
                     *               "feedback_comment": null,
                     *               "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *               "agent_id": 1,
                     *               "imported": false
                     *             }
                     *           }
                     *         ],
                     *         "earlier_cursor": null,
                     *         "unfinished_replies": [
                     *           {
                     *             "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "status": "queued"
                     *           }
                     *         ],
                     *         "failed_answers": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "parent_id": null,
                     *             "content": "你好",
                     *             "reasoning": "",
                     *             "error_code": "MODEL_TIMEOUT",
                     *             "message": "模型没有及时回答",
                     *             "created_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ConversationDetail"];
                    };
                };
            };
        };
    };
    deleteApiConversationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    patchApiConversationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "古琴入门",
                 *       "pinned": true
                 *     }
                 */
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "title": "第一次对话",
                     *         "agent_id": 1,
                     *         "pinned": false,
                     *         "archived": false,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "last_active": "2026-11-28T04:30:00.000Z",
                     *         "message_count": 2,
                     *         "temporary": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Conversation"];
                    };
                };
            };
        };
    };
    getApiConversationsIdExport: {
        parameters: {
            query?: {
                /** @description `text` removes the marks of Markdown. */
                format?: "json" | "csv" | "ndjson" | "md";
                /** @description How the file is packed. */
                compression?: "none" | "gzip" | "zstd";
            };
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, streamed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "text/markdown": string;
                    "application/gzip": string;
                    "application/zstd": string;
                };
            };
        };
    };
    postApiConversationsIdKeep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "title": "第一次对话",
                     *         "agent_id": 1,
                     *         "pinned": false,
                     *         "archived": false,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "last_active": "2026-11-28T04:30:00.000Z",
                     *         "message_count": 2,
                     *         "temporary": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Conversation"];
                    };
                };
            };
        };
    };
    getApiConversationsIdMessages: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
                /** @description desc: newest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "messages": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "role": "user",
                     *             "content": "你好！今天想聊些什么？",
                     *             "reasoning": "",
                     *             "status": "complete",
                     *             "parent_id": null,
                     *             "alternatives": [
                     *               "…"
                     *             ],
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "answer": {
                     *               "model": "doubao-seed-1-6-251015",
                     *               "finish_reason": "stop",
                     *               "cached": false,
                     *               "usage": {
                     *                 "prompt_tokens": 812,
                     *                 "completion_tokens": 96,
                     *                 "total_tokens": 908,
                     *                 "estimated": false,
                     *                 "cost": 0.0012
                     *               },
                     *               "first_token_ms": 420,
                     *               "latency_ms": 12,
                     *               "feedback": "like",
                     *               "feedback_comment": null,
                     *               "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *               "agent_id": 1,
                     *               "imported": false
                     *             }
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The messages, oldest first unless asked otherwise. */
                            messages: components["schemas"]["Message"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiExports: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "exports": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "status": "queued",
                     *             "format": "json",
                     *             "compression": "none",
                     *             "format_version": 1,
                     *             "scope": "own",
                     *             "incremental": false,
                     *             "changed_since": null,
                     *             "conversation_ids": null,
                     *             "start_date": "2026-11-01",
                     *             "end_date": "2026-11-28",
                     *             "rows": 24,
                     *             "rows_expected": 24,
                     *             "bytes": 4096,
                     *             "percent": 100,
                     *             "eta_seconds": null,
                     *             "sha256": "c1f6…",
                     *             "file_name": "conversations_20261128.csv",
                     *             "failure": null,
                     *             "notes": [],
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "started_at": "2026-11-28T04:30:01.000Z",
                     *             "finished_at": "2026-11-28T04:30:02.000Z",
                     *             "expires_at": "2026-11-29T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The exports of this page, newest first. */
                            exports: components["schemas"]["Export"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiExports: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "format": "csv",
                 *       "start_date": "2026-11-01",
                 *       "end_date": "2026-11-28"
                 *     }
                 */
                "application/json": components["schemas"]["NewExport"];
            };
        };
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "queued",
                     *         "format": "json",
                     *         "compression": "none",
                     *         "format_version": 1,
                     *         "scope": "own",
                     *         "incremental": false,
                     *         "changed_since": null,
                     *         "conversation_ids": null,
                     *         "start_date": "2026-11-01",
                     *         "end_date": "2026-11-28",
                     *         "rows": 24,
                     *         "rows_expected": 24,
                     *         "bytes": 4096,
                     *         "percent": 100,
                     *         "eta_seconds": null,
                     *         "sha256": "c1f6…",
                     *         "file_name": "conversations_20261128.csv",
                     *         "failure": null,
                     *         "notes": [],
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z",
                     *         "expires_at": "2026-11-29T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Export"];
                    };
                };
            };
        };
    };
    getApiExportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "queued",
                     *         "format": "json",
                     *         "compression": "none",
                     *         "format_version": 1,
                     *         "scope": "own",
                     *         "incremental": false,
                     *         "changed_since": null,
                     *         "conversation_ids": null,
                     *         "start_date": "2026-11-01",
                     *         "end_date": "2026-11-28",
                     *         "rows": 24,
                     *         "rows_expected": 24,
                     *         "bytes": 4096,
                     *         "percent": 100,
                     *         "eta_seconds": null,
                     *         "sha256": "c1f6…",
                     *         "file_name": "conversations_20261128.csv",
                     *         "failure": null,
                     *         "notes": [],
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z",
                     *         "expires_at": "2026-11-29T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Export"];
                    };
                };
            };
        };
    };
    deleteApiExportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiExportsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "queued",
                     *         "format": "json",
                     *         "compression": "none",
                     *         "format_version": 1,
                     *         "scope": "own",
                     *         "incremental": false,
                     *         "changed_since": null,
                     *         "conversation_ids": null,
                     *         "start_date": "2026-11-01",
                     *         "end_date": "2026-11-28",
                     *         "rows": 24,
                     *         "rows_expected": 24,
                     *         "bytes": 4096,
                     *         "percent": 100,
                     *         "eta_seconds": null,
                     *         "sha256": "c1f6…",
                     *         "file_name": "conversations_20261128.csv",
                     *         "failure": null,
                     *         "notes": [],
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z",
                     *         "expires_at": "2026-11-29T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Export"];
                    };
                };
            };
        };
    };
    getApiExportsIdDownload: {
        parameters: {
            query?: {
                /** @description Of a signed link: when it expires, in Unix seconds. */
                expires?: number;
                /** @description Of a signed link: its signature. */
                signature?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "text/markdown": string;
                    "application/gzip": string;
                    "application/zstd": string;
                };
            };
            /** @description The requested range. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "text/markdown": string;
                    "application/gzip": string;
                    "application/zstd": string;
                };
            };
        };
    };
    getApiExportsIdEvents: {
        parameters: {
            query?: {
                /** @description Stands for the token in the URL of an EventSource, which cannot send one. From POST /api/stream-tickets. */
                ticket?: components["parameters"]["Ticket"];
            };
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Export"] | components["schemas"]["Problem"];
                };
            };
            /** @description The export has ended, and the caller has seen its end. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postApiExportsIdLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "url": "/api/exports/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10/download?…",
                     *         "expires_at": "2026-11-29T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["DownloadLink"];
                    };
                };
            };
        };
    };
    deleteApiExportsIdLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiExportsIdPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "format": "json",
                     *         "rows": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "role": "user",
                     *             "content": "你好"
                     *           }
                     *         ],
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ExportPreview"];
                    };
                };
            };
        };
    };
    postApiForgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "lin@example.org"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description An e-mail address.
                     * @example lin@example.org
                     */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How it is.
                         * @enum {string}
                         */
                        status: "ok";
                    };
                };
            };
        };
    };
    getApiHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "services": {
                     *         "chat": {
                     *           "status": "ok",
                     *           "latency_ms": 4,
                     *           "replicas": {
                     *             "usable": 2,
                     *             "total": 2
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getApiImports: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "imports": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "status": "uploading",
                     *             "dry_run": true,
                     *             "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "file_name": "conversations.zip",
                     *             "bytes": 4096,
                     *             "sha256": "c1f6…",
                     *             "format": "lingzhi-ndjson",
                     *             "phase": "reading",
                     *             "percent": 100,
                     *             "conversations": {
                     *               "new": 24,
                     *               "existing": 0,
                     *               "changed": 0,
                     *               "skipped": 0
                     *             },
                     *             "messages": {
                     *               "new": 24,
                     *               "existing": 0,
                     *               "changed": 0,
                     *               "skipped": 0
                     *             },
                     *             "failure": null,
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "started_at": "2026-11-28T04:30:01.000Z",
                     *             "finished_at": "2026-11-28T04:30:02.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The imports of this page, newest first. */
                            imports: components["schemas"]["Import"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiImports: {
        parameters: {
            query?: {
                /** @description Only report what an import would do. Also a field of the form, before the file. */
                dry_run?: boolean;
                /** @description Whose the conversations become; another’s, for administrators only. */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Import"];
                    };
                };
            };
        };
    };
    postApiImportsUploads: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file_name": "conversations.zip",
                 *       "bytes": 4096,
                 *       "dry_run": true
                 *     }
                 */
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Import"];
                    };
                };
            };
        };
    };
    getApiImportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z",
                     *         "parts": [
                     *           {
                     *             "number": 1,
                     *             "bytes": 4096,
                     *             "sha256": "c1f6…"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ImportDetail"];
                    };
                };
            };
        };
    };
    deleteApiImportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiImportsIdApply: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Import"];
                    };
                };
            };
        };
    };
    postApiImportsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Import"];
                    };
                };
            };
        };
    };
    postApiImportsIdComplete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "parts": 3
                 *     }
                 */
                "application/json": components["schemas"]["CompletedUpload"];
            };
        };
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "status": "uploading",
                     *         "dry_run": true,
                     *         "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "file_name": "conversations.zip",
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…",
                     *         "format": "lingzhi-ndjson",
                     *         "phase": "reading",
                     *         "percent": 100,
                     *         "conversations": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "messages": {
                     *           "new": 24,
                     *           "existing": 0,
                     *           "changed": 0,
                     *           "skipped": 0
                     *         },
                     *         "failure": null,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "started_at": "2026-11-28T04:30:01.000Z",
                     *         "finished_at": "2026-11-28T04:30:02.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Import"];
                    };
                };
            };
        };
    };
    getApiImportsIdEvents: {
        parameters: {
            query?: {
                /** @description Stands for the token in the URL of an EventSource, which cannot send one. From POST /api/stream-tickets. */
                ticket?: components["parameters"]["Ticket"];
            };
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Import"] | components["schemas"]["Problem"];
                };
            };
            /** @description The import has ended, and the caller has seen its end. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putApiImportsIdPartsNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
                /**
                 * @description From 1 to 10000.
                 * @example 1
                 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "number": 1,
                     *         "bytes": 4096,
                     *         "sha256": "c1f6…"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ImportPartOutput"];
                    };
                };
            };
        };
    };
    getApiImportsIdReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "import": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "status": "uploading",
                     *           "dry_run": true,
                     *           "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "file_name": "conversations.zip",
                     *           "bytes": 4096,
                     *           "sha256": "c1f6…",
                     *           "format": "lingzhi-ndjson",
                     *           "phase": "reading",
                     *           "percent": 100,
                     *           "conversations": {
                     *             "new": 24,
                     *             "existing": 0,
                     *             "changed": 0,
                     *             "skipped": 0
                     *           },
                     *           "messages": {
                     *             "new": 24,
                     *             "existing": 0,
                     *             "changed": 0,
                     *             "skipped": 0
                     *           },
                     *           "failure": null,
                     *           "created_at": "2026-11-28T04:30:00.000Z",
                     *           "started_at": "2026-11-28T04:30:01.000Z",
                     *           "finished_at": "2026-11-28T04:30:02.000Z"
                     *         },
                     *         "skipped": [
                     *           {
                     *             "conversation": 3,
                     *             "messages": 4,
                     *             "code": "BAD_DATE",
                     *             "reason": "每日签到",
                     *             "place": {
                     *               "line": 12
                     *             }
                     *           }
                     *         ],
                     *         "left_out": 1,
                     *         "unknown_agents": [
                     *           "…"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["ImportReport"];
                    };
                };
            };
        };
    };
    postApiLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "lin",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "refresh_token": "rt_9yUu3cV…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 900,
                     *         "token_expires_in": 1,
                     *         "session_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "device_token": "lzd_AZYP…",
                     *         "second_factor_needed": false,
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SignedIn"];
                    };
                };
            };
        };
    };
    postApiLogout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiMessagesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "role": "user",
                     *         "content": "你好",
                     *         "reasoning": "",
                     *         "status": "pending",
                     *         "parent_id": null,
                     *         "alternatives": [
                     *           "…"
                     *         ],
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "answer": {
                     *           "model": "doubao-seed-1-6-251015",
                     *           "finish_reason": "stop",
                     *           "cached": false,
                     *           "usage": {
                     *             "prompt_tokens": 812,
                     *             "completion_tokens": 96,
                     *             "total_tokens": 908,
                     *             "estimated": false,
                     *             "cost": 0.0012
                     *           },
                     *           "first_token_ms": 420,
                     *           "latency_ms": 12,
                     *           "feedback": "like",
                     *           "feedback_comment": null,
                     *           "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "agent_id": 1,
                     *           "imported": false
                     *         },
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "error_code": "MODEL_TIMEOUT",
                     *         "message": "OK"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SingleMessage"];
                    };
                };
            };
        };
    };
    postApiMessagesIdEdit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "你好，请用一句话介绍自己"
                 *     }
                 */
                "application/json": components["schemas"]["EditedQuestion"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "response": "你好！今天想聊些什么？",
                     *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "cached": false,
                     *       "data": {
                     *         "reply": "你好！今天想聊些什么？",
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "agent_id": 1,
                     *         "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "question_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "cached": false,
                     *         "usage": {
                     *           "prompt_tokens": 812,
                     *           "completion_tokens": 96,
                     *           "total_tokens": 908,
                     *           "estimated": false,
                     *           "cost": 0.0012
                     *         },
                     *         "finish_reason": "stop",
                     *         "model": "doubao-seed-1-6-251015",
                     *         "reasoning": "",
                     *         "response": "你好！今天想聊些什么？"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiMessagesIdFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "like",
                 *       "comment": "很有帮助"
                 *     }
                 */
                "application/json": components["schemas"]["NewFeedback"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "type": "like",
                     *         "comment": "很有帮助",
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "updated_at": "2026-11-28T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Feedback"];
                    };
                };
            };
        };
    };
    postApiMessagesIdRegenerate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "stream": false,
                 *       "format": "markdown"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Whether the answer is streamed as Server-Sent Events.
                     * @example false
                     */
                    stream?: boolean;
                    /**
                     * @description `text` removes the marks of Markdown.
                     * @enum {string}
                     */
                    format?: "markdown" | "text";
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "response": "你好！今天想聊些什么？",
                     *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "cached": false,
                     *       "data": {
                     *         "reply": "你好！今天想聊些什么？",
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "agent_id": 1,
                     *         "message_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "reply_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "question_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "cached": false,
                     *         "usage": {
                     *           "prompt_tokens": 812,
                     *           "completion_tokens": 96,
                     *           "total_tokens": 908,
                     *           "estimated": false,
                     *           "cost": 0.0012
                     *         },
                     *         "finish_reason": "stop",
                     *         "model": "doubao-seed-1-6-251015",
                     *         "reasoning": "",
                     *         "response": "你好！今天想聊些什么？"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": components["schemas"]["ReplyStart"] | components["schemas"]["ReplyQueued"] | components["schemas"]["ReplyReasoning"] | components["schemas"]["ReplyText"] | components["schemas"]["ReplyReset"] | components["schemas"]["ReplyDone"] | components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiNewConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "title": "第一次对话"
                 *     }
                 */
                "application/json": components["schemas"]["NewConversation"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "title": "第一次对话",
                     *         "agent_id": 1,
                     *         "pinned": false,
                     *         "archived": false,
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "last_active": "2026-11-28T04:30:00.000Z",
                     *         "message_count": 2,
                     *         "temporary": false,
                     *         "conversation_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message: string;
                        /** @description The conversation. */
                        conversation_id: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description Its identifier. */
                            id: string;
                            /**
                             * @description The title of the conversation.
                             * @example 第一次对话
                             */
                            title: string;
                            /**
                             * @description The agent that answers.
                             * @example 1
                             */
                            agent_id: number;
                            /**
                             * @description Whether it stays at the top of the list.
                             * @example false
                             */
                            pinned: boolean;
                            /**
                             * @description Whether it is put away: listed only with `archived=true`.
                             * @example false
                             */
                            archived: boolean;
                            /**
                             * Format: date-time
                             * @description When it was created. ISO 8601, UTC.
                             * @example 2026-11-28T04:30:00.000Z
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description When something was last said. ISO 8601, UTC.
                             * @example 2026-11-28T04:30:00.000Z
                             */
                            last_active: string;
                            /**
                             * @description How many messages the active path has.
                             * @example 2
                             */
                            message_count: number;
                            /**
                             * @description Whether it is in no list, search or export and ends as a guest’s does.
                             * @example false
                             */
                            temporary: boolean;
                            /** @description The conversation. */
                            conversation_id: string;
                        };
                    };
                };
            };
        };
    };
    getApiPointsLedger: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "entries": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "kind": "checkin",
                     *             "amount": 3,
                     *             "balance": 6,
                     *             "reason": "每日签到",
                     *             "created_at": "2026-11-28T04:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": null,
                     *         "timezone": "Asia/Shanghai"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The entries of this page, newest first. */
                            entries: components["schemas"]["LedgerEntry"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                            /**
                             * @description The zone whose days count; `created_at` is in UTC.
                             * @example Asia/Shanghai
                             */
                            timezone: string;
                        };
                    };
                };
            };
        };
    };
    postApiRefresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "rt_9yUu3cV…"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Gets the next pair of tokens, once; keep it secret.
                     * @example rt_9yUu3cV…
                     */
                    refresh_token?: string;
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "token": "k3V9…",
                     *         "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "refresh_token": "rt_9yUu3cV…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 900,
                     *         "token_expires_in": 1,
                     *         "session_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "device_token": "lzd_AZYP…",
                     *         "second_factor_needed": false,
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["TokenPair"];
                    };
                };
            };
            /** @description Only with X-Requested-With: console: this browser has no session. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postApiRegister: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "lin",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "refresh_token": "rt_9yUu3cV…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 900,
                     *         "token_expires_in": 1,
                     *         "session_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "device_token": "lzd_AZYP…",
                     *         "second_factor_needed": false,
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SignedIn"];
                    };
                };
            };
        };
    };
    postApiResetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "k3V9…",
                 *       "new_password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The token of the link in the e-mail.
                     * @example k3V9…
                     */
                    token: string;
                    /**
                     * @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it).
                     * @example correct horse battery
                     */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiStreamTickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "/api/chat-stream/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10"
                 *     }
                 */
                "application/json": components["schemas"]["NewTicket"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "ticket": "st_Zk2…",
                     *         "url": "/api/exports/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10/download?…",
                     *         "expires_at": "2026-11-29T04:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Ticket"];
                    };
                };
            };
        };
    };
    deleteApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["AccountDeletion"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiUserApiKeys: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "api_keys": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "name": "my script",
                     *             "hint": "lz_4Jq7",
                     *             "scopes": [
                     *               "chat",
                     *               "read"
                     *             ],
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "expires_at": "2026-11-29T04:30:00.000Z",
                     *             "last_used_at": null
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The keys of this page, newest first. */
                            api_keys: components["schemas"]["ApiKey"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiUserApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "my script",
                 *       "scopes": [
                 *         "chat",
                 *         "read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "name": "my script",
                     *         "hint": "lz_4Jq7",
                     *         "scopes": [
                     *           "chat",
                     *           "read"
                     *         ],
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "expires_at": "2026-11-29T04:30:00.000Z",
                     *         "last_used_at": null,
                     *         "key": "lz_4Jq7…"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["CreatedApiKey"];
                    };
                };
            };
        };
    };
    deleteApiUserApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiUserChangePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "old_password": "wrong horse battery",
                 *       "new_password": "correct horse battery",
                 *       "revoke_api_keys": true
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiUserEmailConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted: the work goes on in the background. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    getApiUserInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "username": "lin",
                     *         "phone": "13800138000",
                     *         "email": "lin@example.org",
                     *         "email_confirmed": true,
                     *         "role": "user",
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "pending_email": null,
                     *         "profile": {
                     *           "location": "西安"
                     *         },
                     *         "last_login_at": "2026-11-28T04:30:00.000Z",
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z",
                     *           "pending_email": null,
                     *           "profile": {
                     *             "location": "西安"
                     *           },
                     *           "last_login_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Account"];
                    };
                };
            };
        };
    };
    putApiUserProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "location": "西安",
                 *       "bio": "喜欢古琴"
                 *     }
                 */
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "username": "lin",
                     *         "phone": "13800138000",
                     *         "email": "lin@example.org",
                     *         "email_confirmed": true,
                     *         "role": "user",
                     *         "created_at": "2026-11-28T04:30:00.000Z",
                     *         "pending_email": null,
                     *         "profile": {
                     *           "location": "西安"
                     *         },
                     *         "last_login_at": "2026-11-28T04:30:00.000Z",
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z",
                     *           "pending_email": null,
                     *           "profile": {
                     *             "location": "西安"
                     *           },
                     *           "last_login_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["Account"];
                    };
                };
            };
        };
    };
    getApiUserSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "enabled": true,
                     *         "recovery_codes_left": 10
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SecondFactor"];
                    };
                };
            };
        };
    };
    postApiUserSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["SecondFactorRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "secret": "JBSWY3DPEHPK3PXP",
                     *         "uri": "otpauth://totp/Lingzhi:lin?issuer=Lingzhi&secret=JBSWY3DPEHPK3PXP"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SecondFactorOffer"];
                    };
                };
            };
        };
    };
    deleteApiUserSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery",
                 *       "code": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["SecondFactorRemoval"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiUserSecondFactorConfirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "recovery_codes": [
                     *           "3f2a1-9c04d-77b1e-0a5c2"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["RecoveryCodes"];
                    };
                };
            };
        };
    };
    getApiUserSessions: {
        parameters: {
            query?: {
                /** @description How many entries a page may have. */
                limit?: number;
                /** @description The `next_cursor` of the page before; left out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "sessions": [
                     *           {
                     *             "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "device": "Chrome on Android",
                     *             "user_agent": "Mozilla/5.0 (Linux; Android 16) …",
                     *             "address": "203.0.113.7",
                     *             "created_at": "2026-11-28T04:30:00.000Z",
                     *             "last_used_at": "2026-11-28T04:30:00.000Z",
                     *             "expires_at": "2026-11-29T04:30:00.000Z",
                     *             "current": true
                     *           }
                     *         ],
                     *         "next_cursor": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /** @description The sessions of this page, newest first. */
                            sessions: components["schemas"]["Session"][];
                            /**
                             * @description The `cursor` of the next page; null at the end.
                             * @example null
                             */
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    deleteApiUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "ended": 2
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: {
                            /**
                             * @description How many sessions were ended.
                             * @example 2
                             */
                            ended: number;
                        };
                    };
                };
            };
        };
    };
    deleteApiUserSessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its identifier.
                 * @example 01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                    };
                };
            };
        };
    };
    postApiV1AuthLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "lin",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI…",
                     *         "refresh_token": "rt_9yUu3cV…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 900,
                     *         "token_expires_in": 1,
                     *         "session_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *         "device_token": "lzd_AZYP…",
                     *         "second_factor_needed": false,
                     *         "user": {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "username": "lin",
                     *           "phone": "13800138000",
                     *           "email": "lin@example.org",
                     *           "email_confirmed": true,
                     *           "role": "user",
                     *           "created_at": "2026-11-28T04:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["SignedIn"];
                    };
                };
            };
        };
    };
    getApiV1Health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How it is.
                         * @enum {string}
                         */
                        status: "ok";
                    };
                };
            };
        };
    };
    getApiV1SessionsStats: {
        parameters: {
            query?: {
                /** @description `all`: of every user, for administrators only. */
                scope?: "own" | "all";
                /** @description Number of days in per_day, by_model, by_agent and by_user, today included; totals and per_model are of all time. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OK",
                     *       "data": {
                     *         "sessions": 3,
                     *         "messages": 24,
                     *         "tokens": {
                     *           "prompt": 8120,
                     *           "completion": 960,
                     *           "total": 9080
                     *         },
                     *         "cost": 0.0012,
                     *         "per_day": [
                     *           {
                     *             "date": "2026-11-28",
                     *             "sessions": 1,
                     *             "messages": 8,
                     *             "answers": 12,
                     *             "tokens": {
                     *               "prompt": 8120,
                     *               "completion": 960,
                     *               "total": 9080
                     *             },
                     *             "cost": 0.0012
                     *           }
                     *         ],
                     *         "per_model": [
                     *           {
                     *             "model": "doubao-seed-1-6-251015",
                     *             "answers": 12,
                     *             "tokens": {
                     *               "prompt": 8120,
                     *               "completion": 960,
                     *               "total": 9080
                     *             },
                     *             "cost": 0.0012
                     *           }
                     *         ],
                     *         "by_model": [
                     *           {
                     *             "model": "doubao-seed-1-6-251015",
                     *             "answers": 12,
                     *             "tokens": {
                     *               "prompt": 8120,
                     *               "completion": 960,
                     *               "total": 9080
                     *             },
                     *             "cost": 0.0012
                     *           }
                     *         ],
                     *         "by_agent": [
                     *           {
                     *             "agent_id": 1,
                     *             "name": "通用助手",
                     *             "answers": 12,
                     *             "tokens": {
                     *               "prompt": 8120,
                     *               "completion": 960,
                     *               "total": 9080
                     *             },
                     *             "cost": 0.0012
                     *           }
                     *         ],
                     *         "by_user": [
                     *           {
                     *             "user_id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *             "answers": 12,
                     *             "tokens": {
                     *               "prompt": 8120,
                     *               "completion": 960,
                     *               "total": 9080
                     *             },
                     *             "cost": 0.0012
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the request succeeded.
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @description What happened, for people, in the language of `Accept-Language`.
                         * @example OK
                         */
                        message?: string;
                        /** @description What the request returns. */
                        data: components["schemas"]["UsageStats"];
                    };
                };
            };
        };
    };
    postV1ChatCompletions: {
        parameters: {
            query?: {
                /** @description The model, in place of the one in the body: the gateway puts it there for addresses of Azure’s flavour. */
                deployment?: string;
            };
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "model": "agent-1",
                 *       "messages": [
                 *         {
                 *           "role": "user",
                 *           "content": "你好"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ChatCompletionRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "object": "chat.completion",
                     *       "created": 1795840200,
                     *       "model": "agent-1",
                     *       "choices": [
                     *         {
                     *           "index": 0,
                     *           "message": {
                     *             "role": "assistant",
                     *             "content": "你好",
                     *             "refusal": null,
                     *             "reasoning_content": "",
                     *             "tool_calls": [],
                     *             "extra_content": null,
                     *             "reasoning_details": null
                     *           },
                     *           "logprobs": null,
                     *           "finish_reason": "stop"
                     *         }
                     *       ],
                     *       "usage": {
                     *         "prompt_tokens": 812,
                     *         "completion_tokens": 96,
                     *         "total_tokens": 908
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ChatCompletion"];
                    "text/event-stream": components["schemas"]["ChatCompletionChunk"] | components["schemas"]["OpenAIError"] | "[DONE]";
                };
            };
        };
    };
    getV1Models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "object": "list",
                     *       "data": [
                     *         {
                     *           "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *           "object": "model",
                     *           "created": 1795840200,
                     *           "owned_by": "lingzhi",
                     *           "name": "灵值生态园",
                     *           "description": "会说人话的助手"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The kind of object.
                         * @enum {string}
                         */
                        object: "list";
                        /** @description What the request returns. */
                        data: components["schemas"]["Model"][];
                    };
                };
            };
        };
    };
    getV1ModelsModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The model.
                 * @example doubao-seed-1-6-251015
                 */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10",
                     *       "object": "model",
                     *       "created": 1795840200,
                     *       "owned_by": "lingzhi",
                     *       "name": "灵值生态园",
                     *       "description": "会说人话的助手"
                     *     }
                     */
                    "application/json": components["schemas"]["Model"];
                };
            };
        };
    };
    postV1Responses: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "model": "agent-1",
                 *       "input": "你好"
                 *     }
                 */
                "application/json": components["schemas"]["ResponseRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "resp_01960f3e7c1a7b3e",
                     *       "object": "response",
                     *       "status": "completed"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenAIResponse"];
                    "text/event-stream": components["schemas"]["ResponseEvent"];
                };
            };
        };
    };
}

/** Every `error_code` this API documents. */
export type ProblemCode =
  /** The cursor is not valid: use one that this list returned. */
  | 'BAD_CURSOR'
  /** The request could not be read. */
  | 'BAD_REQUEST'
  /** The text contains something that is not allowed here. Change it and try again. */
  | 'CONTENT_BLOCKED'
  /** The provider’s content inspection refused the question or its answer. Put it another way. */
  | 'CONTENT_REFUSED'
  /** The messages and the answer asked for do not fit the context window of the model. */
  | 'CONTEXT_LENGTH_EXCEEDED'
  /** Without a token an Idempotency-Key must be one that nobody else can guess: make a random UUID for every request. */
  | 'IDEMPOTENCY_KEY_GUESSABLE'
  /** The confirmation link is not valid or has expired. */
  | 'INVALID_CONFIRMATION'
  /** The e-mail address is not valid. */
  | 'INVALID_EMAIL_FORMAT'
  /** The phone number is not valid: only mobile numbers of mainland China, of 11 digits, are accepted. */
  | 'INVALID_PHONE_FORMAT'
  /** The reset link is not valid or has expired. */
  | 'INVALID_RESET_TOKEN'
  /** The new password must differ from the old one. */
  | 'SAME_PASSWORD'
  /** The request is not valid. */
  | 'VALIDATION_ERROR'
  /** The password is too common. Choose one that is harder to guess. */
  | 'WEAK_PASSWORD'
  /** The current password is wrong. */
  | 'WRONG_PASSWORD'
  /** The user name or the password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** The signature of the request is not valid. */
  | 'INVALID_SIGNATURE'
  /** The token is not valid, or no longer valid. */
  | 'INVALID_TOKEN'
  /** Sign in first: this needs a token. */
  | 'MISSING_TOKEN'
  /** Enter the code of your authenticator app as well. */
  | 'SECOND_FACTOR_NEEDED'
  /** The token has expired. Refresh it or sign in again. */
  | 'TOKEN_EXPIRED'
  /** The code is wrong, or was used before. */
  | 'WRONG_CODE'
  /** The account is disabled. */
  | 'ACCOUNT_DISABLED'
  /** To use the refresh cookie, send the header X-Requested-With from our own pages. */
  | 'CSRF_REFUSED'
  /** You may not do this. */
  | 'FORBIDDEN'
  /** Give your password as current_password, or sign in again first. */
  | 'FRESH_PROOF_NEEDED'
  /** This API key may not do this: it lacks the scope, or only a signed-in session may. */
  | 'INSUFFICIENT_SCOPE'
  /** A valid invitation is needed to register. */
  | 'INVALID_INVITATION'
  /** The link is not valid or has expired. */
  | 'LINK_NOT_VALID'
  /** Pages of this origin may not call. The operator can add the origin to the setting CORS_ORIGINS. */
  | 'ORIGIN_NOT_ALLOWED'
  /** Registration is closed on this platform. */
  | 'REGISTRATION_CLOSED'
  /** No such agent, or it is disabled. */
  | 'AGENT_NOT_FOUND'
  /** No such version. */
  | 'AGENT_VERSION_NOT_FOUND'
  /** No such API key. */
  | 'API_KEY_NOT_FOUND'
  /** No such conversation. */
  | 'CONVERSATION_NOT_FOUND'
  /** No such export. */
  | 'EXPORT_NOT_FOUND'
  /** No such import. */
  | 'IMPORT_NOT_FOUND'
  /** No such invitation. */
  | 'INVITATION_NOT_FOUND'
  /** No such message. */
  | 'MESSAGE_NOT_FOUND'
  /** There is nothing at this address. */
  | 'NOT_FOUND'
  /** No such reply. */
  | 'REPLY_NOT_FOUND'
  /** No such session. */
  | 'SESSION_NOT_FOUND'
  /** No such user. */
  | 'USER_NOT_FOUND'
  /** This address does not support that method. */
  | 'METHOD_NOT_ALLOWED'
  /** The request did not arrive in time. */
  | 'REQUEST_TIMEOUT'
  /** You have already checked in today. */
  | 'ALREADY_CHECKED_IN'
  /** The default agent cannot be deleted. */
  | 'DEFAULT_AGENT_NEEDED'
  /** The e-mail address is in use. */
  | 'EMAIL_EXISTS'
  /** The export has already ended. */
  | 'EXPORT_ALREADY_ENDED'
  /** The export is not complete yet: there is no file. */
  | 'EXPORT_NOT_READY'
  /** The first request with this Idempotency-Key is still being processed. */
  | 'IDEMPOTENCY_IN_PROGRESS'
  /** The import has already ended. */
  | 'IMPORT_ALREADY_ENDED'
  /** The import has not ended yet: there is no report. */
  | 'IMPORT_NOT_READY'
  /** The file of this import is complete and takes no more parts. */
  | 'IMPORT_NOT_UPLOADING'
  /** Parts of the file are missing. Upload them first. */
  | 'IMPORT_PARTS_MISSING'
  /** The balance is too low. */
  | 'INSUFFICIENT_POINTS'
  /** This is the last active administrator. */
  | 'LAST_ADMIN'
  /** There is no e-mail address to confirm. */
  | 'NOTHING_TO_CONFIRM'
  /** This Last-Event-ID belongs to no answer to this question. To resume, GET /api/chat-stream/{reply_id}; to ask anew, send no Last-Event-ID. */
  | 'NOT_RESUMABLE'
  /** There is no second factor. */
  | 'NO_SECOND_FACTOR'
  /** The phone number is in use. */
  | 'PHONE_EXISTS'
  /** The second factor is on already. */
  | 'SECOND_FACTOR_ENABLED'
  /** Revoke a key first: a user may have at most 50. */
  | 'TOO_MANY_API_KEYS'
  /** The user name is taken. */
  | 'USERNAME_EXISTS'
  /** The file has expired and was deleted. */
  | 'EXPORT_EXPIRED'
  /** The file is no longer here. Upload it again. */
  | 'IMPORT_FILE_GONE'
  /** The file is too large to be imported. */
  | 'IMPORT_TOO_LARGE'
  /** The message is too long. */
  | 'MESSAGE_TOO_LONG'
  /** The request is too large. */
  | 'PAYLOAD_TOO_LARGE'
  /** Send the body as application/json. */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** The requested range is outside the file. */
  | 'RANGE_NOT_SATISFIABLE'
  /** This Idempotency-Key was used for a different request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The monthly budget is used up. */
  | 'BUDGET_EXCEEDED'
  /** Too many exports. Wait for one to finish, or until tomorrow. */
  | 'EXPORT_QUOTA_EXCEEDED'
  /** Too many imports. Wait for one to finish, or until tomorrow. */
  | 'IMPORT_QUOTA_EXCEEDED'
  /** Too many attempts. Try again later. */
  | 'TOO_MANY_ATTEMPTS'
  /** Too many requests. Wait a moment. */
  | 'TOO_MANY_REQUESTS'
  /** The request headers are too large. */
  | 'HEADERS_TOO_LARGE'
  /** Something went wrong on our side. */
  | 'INTERNAL_SERVER_ERROR'
  /** The service closed the connection before it responded. */
  | 'BAD_GATEWAY'
  /** The model wrote no answer. Try again. */
  | 'MODEL_EMPTY_ANSWER'
  /** The model returned an error. */
  | 'MODEL_ERROR'
  /** The model refused the request. */
  | 'MODEL_REJECTED'
  /** There is no room for more uploads now. Try again later. */
  | 'IMPORTS_FULL'
  /** This platform cannot send e-mail. Ask an administrator to reset the password. */
  | 'MAIL_NOT_CONFIGURED'
  /** No model is configured for this agent. */
  | 'MODEL_NOT_CONFIGURED'
  /** The model is rate limited. */
  | 'MODEL_RATE_LIMITED'
  /** The model is unavailable. */
  | 'MODEL_UNAVAILABLE'
  /** Too many people are asking. Try again soon. */
  | 'QUEUE_FULL'
  /** The reply was interrupted several times. Ask again. */
  | 'REPLY_GIVEN_UP'
  /** This service is unavailable. Try again soon. */
  | 'SERVICE_UNAVAILABLE'
  /** The service did not respond in time. */
  | 'GATEWAY_TIMEOUT'
  /** The model did not answer in time. */
  | 'MODEL_TIMEOUT'
