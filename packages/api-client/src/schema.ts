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
         * Ask an agent
         * @description Sends the whole answer, or Server-Sent Events (always at /api/chat-stream; elsewhere with `Accept: text/event-stream` or `stream:true`). Text comes as unnamed events `{"content"}`; named ones are `start`, `queued`, `reasoning` `{"reasoning"}`, `reset`, `done` and `error`, and none of them carries `content`. Resume at /api/chat-stream/:reply_id, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
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
         * Ask an agent
         * @description Sends the whole answer, or Server-Sent Events (always at /api/chat-stream; elsewhere with `Accept: text/event-stream` or `stream:true`). Text comes as unnamed events `{"content"}`; named ones are `start`, `queued`, `reasoning` `{"reasoning"}`, `reset`, `done` and `error`, and none of them carries `content`. Resume at /api/chat-stream/:reply_id, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
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
         * Ask an agent
         * @description Sends the whole answer, or Server-Sent Events (always at /api/chat-stream; elsewhere with `Accept: text/event-stream` or `stream:true`). Text comes as unnamed events `{"content"}`; named ones are `start`, `queued`, `reasoning` `{"reasoning"}`, `reset`, `done` and `error`, and none of them carries `content`. Resume at /api/chat-stream/:reply_id, or by sending the same request again with `Last-Event-ID`, or with the same `Idempotency-Key`.
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
         * Follow progress as Server-Sent Events: `progress` on every change, `done` at the end, both with the export
         * @description Limit: class `rest`. API keys: scope `export`.
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
        delete?: never;
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
        /** Check that the process is alive */
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
         * @description `username` takes a user name, a phone number or an e-mail address. After repeated failures the account or the address has to wait, longer each time.
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
         * @description The old refresh token is used up. Using it again within 10 s returns the same new token; later use is treated as theft and ends the whole session. Without a body the cookie is read; send X-Requested-With then.
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
         * @description Limit: class `login`.
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
         * @description The token works once. All sessions of the user end.
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
         * @description Limit: class `rest`. No API keys.
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
         * @description Use it wherever an access token is accepted, within its scopes: chat (talk to agents), export, read (every GET). It cannot change the account.
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
         * @description Ends all other sessions and invalidates any reset link. A wrong old password counts as a failed login.
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
         * @description Fields that are left out keep their value; null or an empty string clears a field.
         *
         *     Limit: class `rest`. No API keys.
         */
        put: operations["putApiUserProfile"];
        post?: never;
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
         * @description `username` takes a user name, a phone number or an e-mail address. After repeated failures the account or the address has to wait, longer each time.
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
        /** Check that the process is alive */
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
         * A response, compatible with OpenAI, without stored state
         * @description `previous_response_id`, `conversation`, `background` and `store` are refused: send the whole conversation in `input`.
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
        /** @description RFC 9457 problem details, with the members every failure of this API has. */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @constant */
            success: false;
            message: string;
            error_code: string;
            request_id: string;
            errors?: {
                path: string;
                message: string;
            }[];
            /** @description Seconds to wait. */
            retry_after?: number;
        } & {
            [key: string]: unknown;
        };
        /** @description An error in the format of OpenAI’s API. */
        OpenAIError: {
            error: {
                message: string;
                type: string;
                param: string | null;
                code: string | null;
                /** @description The code of the other routes, which is finer: TOKEN_EXPIRED and INVALID_TOKEN share one `code`. */
                error_code?: string;
            };
        };
    };
    responses: never;
    parameters: {
        /** @description Makes the request take effect once, however often it is sent. */
        IdempotencyKey: string;
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            agents: {
                                id: number;
                                name: string;
                                description: string;
                                system_prompt: string;
                                model_config: {
                                    model?: string;
                                    fallback_models?: string[];
                                    temperature?: number;
                                    top_p?: number;
                                    max_tokens?: number;
                                    context_window?: number;
                                    frequency_penalty?: number;
                                    presence_penalty?: number;
                                    stop?: string | string[];
                                    seed?: number;
                                    thinking?: ("enabled" | "disabled" | "auto") | {
                                        /** @enum {unknown} */
                                        type: "enabled" | "disabled" | "auto";
                                        budget_tokens?: number;
                                    };
                                };
                                /** @description How many messages its model is shown; null: the deployment’s setting. */
                                context_messages: number | null;
                                /** @description Whether users who send the same question may get the same cached answer. */
                                shared_cache: boolean;
                                /**
                                 * @description hidden: not listed, but usable by its id.
                                 * @enum {unknown}
                                 */
                                visibility: "public" | "hidden";
                                sort_order: number;
                                version: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                updated_at: string;
                            }[];
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    description?: string;
                    system_prompt: string;
                    model_config?: {
                        model?: string;
                        fallback_models?: string[];
                        temperature?: number;
                        top_p?: number;
                        max_tokens?: number;
                        context_window?: number;
                        frequency_penalty?: number;
                        presence_penalty?: number;
                        stop?: string | string[];
                        seed?: number;
                        thinking?: ("enabled" | "disabled" | "auto") | {
                            /** @enum {unknown} */
                            type: "enabled" | "disabled" | "auto";
                            budget_tokens?: number;
                        };
                    };
                    /** @description How many messages its model is shown; null: the deployment’s setting. */
                    context_messages?: number | null;
                    /** @description Whether users who send the same question may get the same cached answer. */
                    shared_cache?: boolean;
                    /**
                     * @description hidden: not listed, but usable by its id.
                     * @enum {unknown}
                     */
                    visibility?: "public" | "hidden";
                    sort_order?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: number;
                            name: string;
                            description: string;
                            system_prompt: string;
                            model_config: {
                                model?: string;
                                fallback_models?: string[];
                                temperature?: number;
                                top_p?: number;
                                max_tokens?: number;
                                context_window?: number;
                                frequency_penalty?: number;
                                presence_penalty?: number;
                                stop?: string | string[];
                                seed?: number;
                                thinking?: ("enabled" | "disabled" | "auto") | {
                                    /** @enum {unknown} */
                                    type: "enabled" | "disabled" | "auto";
                                    budget_tokens?: number;
                                };
                            };
                            /** @description How many messages its model is shown; null: the deployment’s setting. */
                            context_messages: number | null;
                            /** @description Whether users who send the same question may get the same cached answer. */
                            shared_cache: boolean;
                            /**
                             * @description hidden: not listed, but usable by its id.
                             * @enum {unknown}
                             */
                            visibility: "public" | "hidden";
                            sort_order: number;
                            version: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                        };
                    };
                };
            };
        };
    };
    getApiAdminAgentsFilterHits: {
        parameters: {
            query?: {
                agent_id?: number;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            hits: {
                                id: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                at: string;
                                /** @enum {unknown} */
                                place: "input" | "output";
                                rule: string;
                                /** @enum {unknown} */
                                action: "mask" | "block" | "flag";
                                count: number;
                                agent_id: number;
                                user_id: string | null;
                                reply_id: string | null;
                            }[];
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: number;
                            name: string;
                            description: string;
                            system_prompt: string;
                            model_config: {
                                model?: string;
                                fallback_models?: string[];
                                temperature?: number;
                                top_p?: number;
                                max_tokens?: number;
                                context_window?: number;
                                frequency_penalty?: number;
                                presence_penalty?: number;
                                stop?: string | string[];
                                seed?: number;
                                thinking?: ("enabled" | "disabled" | "auto") | {
                                    /** @enum {unknown} */
                                    type: "enabled" | "disabled" | "auto";
                                    budget_tokens?: number;
                                };
                            };
                            /** @description How many messages its model is shown; null: the deployment’s setting. */
                            context_messages: number | null;
                            /** @description Whether users who send the same question may get the same cached answer. */
                            shared_cache: boolean;
                            /**
                             * @description hidden: not listed, but usable by its id.
                             * @enum {unknown}
                             */
                            visibility: "public" | "hidden";
                            sort_order: number;
                            version: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                    system_prompt?: string;
                    model_config?: {
                        model?: string;
                        fallback_models?: string[];
                        temperature?: number;
                        top_p?: number;
                        max_tokens?: number;
                        context_window?: number;
                        frequency_penalty?: number;
                        presence_penalty?: number;
                        stop?: string | string[];
                        seed?: number;
                        thinking?: ("enabled" | "disabled" | "auto") | {
                            /** @enum {unknown} */
                            type: "enabled" | "disabled" | "auto";
                            budget_tokens?: number;
                        };
                    };
                    /** @description How many messages its model is shown; null: the deployment’s setting. */
                    context_messages?: number | null;
                    /** @description Whether users who send the same question may get the same cached answer. */
                    shared_cache?: boolean;
                    /**
                     * @description hidden: not listed, but usable by its id.
                     * @enum {unknown}
                     */
                    visibility?: "public" | "hidden";
                    sort_order?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: number;
                            name: string;
                            description: string;
                            system_prompt: string;
                            model_config: {
                                model?: string;
                                fallback_models?: string[];
                                temperature?: number;
                                top_p?: number;
                                max_tokens?: number;
                                context_window?: number;
                                frequency_penalty?: number;
                                presence_penalty?: number;
                                stop?: string | string[];
                                seed?: number;
                                thinking?: ("enabled" | "disabled" | "auto") | {
                                    /** @enum {unknown} */
                                    type: "enabled" | "disabled" | "auto";
                                    budget_tokens?: number;
                                };
                            };
                            /** @description How many messages its model is shown; null: the deployment’s setting. */
                            context_messages: number | null;
                            /** @description Whether users who send the same question may get the same cached answer. */
                            shared_cache: boolean;
                            /**
                             * @description hidden: not listed, but usable by its id.
                             * @enum {unknown}
                             */
                            visibility: "public" | "hidden";
                            sort_order: number;
                            version: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            rules: {
                                /** @description The rule’s name in the audit, which never shows the text itself. */
                                name: string;
                                /**
                                 * @description mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.
                                 * @enum {unknown}
                                 */
                                action: "mask" | "block" | "flag";
                                /**
                                 * @default [
                                 *       "input",
                                 *       "output"
                                 *     ]
                                 */
                                places: ("input" | "output")[];
                                /** @default [] */
                                words: string[];
                                /** @default [] */
                                patterns: ("phone" | "id_card" | "email" | "bank_card")[];
                            }[];
                            /** @description 0: no filters were ever set. */
                            version: number;
                            changed_by: string | null;
                            changed_at: string | null;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rules: {
                        /** @description The rule’s name in the audit, which never shows the text itself. */
                        name: string;
                        /**
                         * @description mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.
                         * @enum {unknown}
                         */
                        action: "mask" | "block" | "flag";
                        /**
                         * @default [
                         *       "input",
                         *       "output"
                         *     ]
                         */
                        places: ("input" | "output")[];
                        /** @default [] */
                        words: string[];
                        /** @default [] */
                        patterns: ("phone" | "id_card" | "email" | "bank_card")[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            rules: {
                                /** @description The rule’s name in the audit, which never shows the text itself. */
                                name: string;
                                /**
                                 * @description mask: each character becomes █. block: the question is refused, or the answer ends there. flag: only counted.
                                 * @enum {unknown}
                                 */
                                action: "mask" | "block" | "flag";
                                /**
                                 * @default [
                                 *       "input",
                                 *       "output"
                                 *     ]
                                 */
                                places: ("input" | "output")[];
                                /** @default [] */
                                words: string[];
                                /** @default [] */
                                patterns: ("phone" | "id_card" | "email" | "bank_card")[];
                            }[];
                            /** @description 0: no filters were ever set. */
                            version: number;
                            changed_by: string | null;
                            changed_at: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiAdminAgentsIdVersions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            versions: {
                                version: number;
                                definition: {
                                    name: string;
                                    description: string;
                                    system_prompt: string;
                                    model_config: {
                                        model?: string;
                                        fallback_models?: string[];
                                        temperature?: number;
                                        top_p?: number;
                                        max_tokens?: number;
                                        context_window?: number;
                                        frequency_penalty?: number;
                                        presence_penalty?: number;
                                        stop?: string | string[];
                                        seed?: number;
                                        thinking?: ("enabled" | "disabled" | "auto") | {
                                            /** @enum {unknown} */
                                            type: "enabled" | "disabled" | "auto";
                                            budget_tokens?: number;
                                        };
                                    };
                                    /** @description How many messages its model is shown; null: the deployment’s setting. */
                                    context_messages: number | null;
                                    /** @description Whether users who send the same question may get the same cached answer. */
                                    shared_cache: boolean;
                                    /**
                                     * @description hidden: not listed, but usable by its id.
                                     * @enum {unknown}
                                     */
                                    visibility: "public" | "hidden";
                                    sort_order: number;
                                };
                                /** @description Null: the agent came with the deployment. */
                                changed_by: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                changed_at: string;
                            }[];
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
                id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: number;
                            name: string;
                            description: string;
                            system_prompt: string;
                            model_config: {
                                model?: string;
                                fallback_models?: string[];
                                temperature?: number;
                                top_p?: number;
                                max_tokens?: number;
                                context_window?: number;
                                frequency_penalty?: number;
                                presence_penalty?: number;
                                stop?: string | string[];
                                seed?: number;
                                thinking?: ("enabled" | "disabled" | "auto") | {
                                    /** @enum {unknown} */
                                    type: "enabled" | "disabled" | "auto";
                                    budget_tokens?: number;
                                };
                            };
                            /** @description How many messages its model is shown; null: the deployment’s setting. */
                            context_messages: number | null;
                            /** @description Whether users who send the same question may get the same cached answer. */
                            shared_cache: boolean;
                            /**
                             * @description hidden: not listed, but usable by its id.
                             * @enum {unknown}
                             */
                            visibility: "public" | "hidden";
                            sort_order: number;
                            version: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                        };
                    };
                };
            };
        };
    };
    getApiAdminAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                user_id?: string;
                action?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            entries: {
                                /** Format: uuid */
                                id: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                at: string;
                                action: string;
                                /** @enum {unknown} */
                                outcome: "success" | "failure";
                                /** @description Who did it; null without a signed-in caller. */
                                actor_id: string | null;
                                /** @description The user whose account was affected. */
                                user_id: string | null;
                                address: string | null;
                                request_id: string | null;
                                detail: {
                                    [key: string]: unknown;
                                };
                            }[];
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
    };
    postApiAdminPointsAdjust: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    user_id: string;
                    /** @description Points to add, or to deduct when negative; not 0. */
                    amount: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            user_id: string;
                            entry: {
                                /** Format: uuid */
                                id: string;
                                /** @description checkin, adjustment or registration; more kinds may be added. */
                                kind: string;
                                /** @description Negative for a deduction. */
                                amount: number;
                                /** @description Balance after this entry. */
                                balance: number;
                                reason: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            };
                        };
                    };
                };
            };
        };
    };
    getApiAdminUsers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description The beginning of a user name, phone number or e-mail address. */
                q?: string;
                role?: "user" | "admin";
                status?: "active" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            users: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /** @enum {unknown} */
                                status: "active" | "disabled";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                updated_at: string;
                                last_login_at: string | null;
                            }[];
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
                "application/json": {
                    address: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description False when there was nothing to unlock. */
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            username: string;
                            phone: string | null;
                            email: string | null;
                            /** @enum {unknown} */
                            role: "user" | "admin";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /** @enum {unknown} */
                            status: "active" | "disabled";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                            last_login_at: string | null;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    role?: "user" | "admin";
                    /** @enum {unknown} */
                    status?: "active" | "disabled";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            username: string;
                            phone: string | null;
                            email: string | null;
                            /** @enum {unknown} */
                            role: "user" | "admin";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /** @enum {unknown} */
                            status: "active" | "disabled";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                            last_login_at: string | null;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description False when there was nothing to unlock. */
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content?: string | null;
                    message?: string | null;
                    conversation_id?: string | null;
                    conversationId?: string | null;
                    agent_id?: number | string | null;
                    agentId?: number | string | null;
                    stream?: boolean;
                    /** @enum {unknown} */
                    format?: "markdown" | "text";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        response: string;
                        conversation_id: string;
                        cached: boolean;
                        data: {
                            reply: string;
                            conversation_id: string;
                            agent_id: number;
                            message_id: string;
                            reply_id: string;
                            question_id: string;
                            cached: boolean;
                            usage: {
                                prompt_tokens: number;
                                completion_tokens: number;
                                total_tokens: number;
                                estimated: boolean;
                                cost: number | null;
                            } | null;
                            finish_reason: string;
                            model: string | null;
                            reasoning: string;
                            /** @description The same as reply, for older front ends. */
                            response: string;
                            /** @description The same as conversation_id, for older front ends. */
                            conversationId: string;
                            /** @description The same as agent_id, for older front ends. */
                            agentId: number;
                        };
                    };
                    "text/event-stream": string;
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            agents: {
                                id: number;
                                name: string;
                                description: string;
                                model: string | null;
                                version: number;
                            }[];
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            agent: {
                                id: number;
                                name: string;
                                description: string;
                                model: string | null;
                                version: number;
                            };
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content?: string | null;
                    message?: string | null;
                    conversation_id?: string | null;
                    conversationId?: string | null;
                    agent_id?: number | string | null;
                    agentId?: number | string | null;
                    stream?: boolean;
                    /** @enum {unknown} */
                    format?: "markdown" | "text";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        response: string;
                        conversation_id: string;
                        cached: boolean;
                        data: {
                            reply: string;
                            conversation_id: string;
                            agent_id: number;
                            message_id: string;
                            reply_id: string;
                            question_id: string;
                            cached: boolean;
                            usage: {
                                prompt_tokens: number;
                                completion_tokens: number;
                                total_tokens: number;
                                estimated: boolean;
                                cost: number | null;
                            } | null;
                            finish_reason: string;
                            model: string | null;
                            reasoning: string;
                            /** @description The same as reply, for older front ends. */
                            response: string;
                            /** @description The same as conversation_id, for older front ends. */
                            conversationId: string;
                            /** @description The same as agent_id, for older front ends. */
                            agentId: number;
                        };
                    };
                    "text/event-stream": string;
                };
            };
        };
    };
    postApiChatStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content?: string | null;
                    message?: string | null;
                    conversation_id?: string | null;
                    conversationId?: string | null;
                    agent_id?: number | string | null;
                    agentId?: number | string | null;
                    stream?: boolean;
                    /** @enum {unknown} */
                    format?: "markdown" | "text";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        response: string;
                        conversation_id: string;
                        cached: boolean;
                        data: {
                            reply: string;
                            conversation_id: string;
                            agent_id: number;
                            message_id: string;
                            reply_id: string;
                            question_id: string;
                            cached: boolean;
                            usage: {
                                prompt_tokens: number;
                                completion_tokens: number;
                                total_tokens: number;
                                estimated: boolean;
                                cost: number | null;
                            } | null;
                            finish_reason: string;
                            model: string | null;
                            reasoning: string;
                            /** @description The same as reply, for older front ends. */
                            response: string;
                            /** @description The same as conversation_id, for older front ends. */
                            conversationId: string;
                            /** @description The same as agent_id, for older front ends. */
                            agentId: number;
                        };
                    };
                    "text/event-stream": string;
                };
            };
        };
    };
    getApiChatStreamReplyId: {
        parameters: {
            query?: {
                /** @description Default: the format of the request that began the reply. */
                format?: "markdown" | "text";
            };
            header?: never;
            path: {
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
                    "application/json": string;
                    "text/event-stream": string;
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
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            reply_id: string;
                            /** @enum {unknown} */
                            status: "queued" | "running" | "completed" | "stopped" | "failed";
                        };
                    };
                };
            };
        };
    };
    postApiCheckin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: date */
                            checkin_date: string;
                            lingzhi_earned: number;
                            total_lingzhi: number;
                            streak: number;
                            next_reward: number;
                            reward_schedule: {
                                day: number;
                                lingzhi: number;
                                /** @enum {unknown} */
                                state: "earned" | "next" | "upcoming";
                            }[];
                        };
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            records: {
                                /** Format: date */
                                checkin_date: string;
                                lingzhi_earned: number;
                                streak: number;
                            }[];
                            calendar?: {
                                month: string;
                                /** Format: date */
                                today: string;
                                /** @description Weekday of the 1st; 1 is Monday (ISO 8601). */
                                first_weekday: number;
                                total_checkins: number;
                                total_earned: number;
                                days: {
                                    /** Format: date */
                                    date: string;
                                    /**
                                     * @description open: today, without a check-in so far.
                                     * @enum {unknown}
                                     */
                                    state: "checked" | "unchecked" | "open" | "future";
                                    lingzhi_earned: number;
                                }[];
                            };
                        };
                    };
                };
            };
        };
    };
    getApiCheckinLeaderboard: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description Longest current streaks. */
                            streaks: {
                                /** @description Users with equal values share a rank. */
                                rank: number;
                                /** @description Masked unless the user agreed to show it, or is the caller. */
                                name: string;
                                streak: number;
                                total_lingzhi: number;
                                is_me: boolean;
                            }[];
                            /** @description Most points. */
                            totals: {
                                /** @description Users with equal values share a rank. */
                                rank: number;
                                /** @description Masked unless the user agreed to show it, or is the caller. */
                                name: string;
                                streak: number;
                                total_lingzhi: number;
                                is_me: boolean;
                            }[];
                            me: {
                                streak_rank: number | null;
                                total_rank: number | null;
                                name: string;
                                streak: number;
                                total_lingzhi: number;
                                /** @description Whether others see your name; see PUT …/consent. */
                                show_name: boolean;
                            };
                        };
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
                "application/json": {
                    show_name: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            show_name: boolean;
                        };
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            checked_in_today: boolean;
                            /** @description The current streak; it is kept until the end of today even without a check-in. */
                            streak: number;
                            /** @description Points earned today; 0 before the check-in. */
                            lingzhi_earned: number;
                            total_lingzhi: number;
                            /** @description What the next check-in earns. */
                            next_reward: number;
                            reward_schedule: {
                                day: number;
                                lingzhi: number;
                                /** @enum {unknown} */
                                state: "earned" | "next" | "upcoming";
                            }[];
                            longest_streak: number;
                            total_checkins: number;
                            timezone: string;
                        };
                    };
                };
            };
        };
    };
    getApiConversations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description Words to find in titles and messages. */
                q?: string;
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            conversations: {
                                id: string;
                                title: string;
                                agent_id: number;
                                pinned: boolean;
                                archived: boolean;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                last_active: string;
                                message_count: number;
                            }[];
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
                format?: "json" | "csv" | "ndjson" | "md";
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
                content?: never;
            };
        };
    };
    getApiConversationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: string;
                            title: string;
                            agent_id: number;
                            pinned: boolean;
                            archived: boolean;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            last_active: string;
                            message_count: number;
                            /** @description The newest 200, oldest first. */
                            messages: {
                                id: string;
                                /** @enum {unknown} */
                                role: "user" | "assistant";
                                content: string;
                                reasoning: string;
                                /**
                                 * @description stopped: the answer is incomplete.
                                 * @enum {unknown}
                                 */
                                status: "complete" | "stopped";
                                parent_id: string | null;
                                /** @description All messages with the same parent, oldest first, this one included; empty if it has no siblings. */
                                alternatives: string[];
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /** @description Null for a question. */
                                answer: {
                                    model: string | null;
                                    finish_reason: string | null;
                                    cached: boolean;
                                    usage: {
                                        prompt_tokens: number;
                                        completion_tokens: number;
                                        total_tokens: number;
                                        estimated: boolean;
                                        cost: number | null;
                                    } | null;
                                    first_token_ms: number | null;
                                    latency_ms: number | null;
                                    feedback: ("like" | "dislike" | "correct") | null;
                                } | null;
                            }[];
                            earlier_cursor: string | null;
                            /** @description Follow them at /api/chat-stream/:reply_id. */
                            unfinished_replies: {
                                reply_id: string;
                                message_id: string;
                                /** @enum {unknown} */
                                status: "queued" | "running";
                            }[];
                            /** @description The newest 20 answers on the active path that failed, oldest first, with what they had said. No model is shown it. */
                            failed_answers: {
                                id: string;
                                /** @description The question. */
                                parent_id: string | null;
                                content: string;
                                reasoning: string;
                                error_code: string | null;
                                message: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            }[];
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    pinned?: boolean;
                    archived?: boolean;
                    /** @description Shows the branch of this message, down to its newest message. */
                    active_message_id?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            id: string;
                            title: string;
                            agent_id: number;
                            pinned: boolean;
                            archived: boolean;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            last_active: string;
                            message_count: number;
                        };
                    };
                };
            };
        };
    };
    getApiConversationsIdExport: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "ndjson" | "md";
                compression?: "none" | "gzip" | "zstd";
            };
            header?: never;
            path: {
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
                content?: never;
            };
        };
    };
    getApiConversationsIdMessages: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description desc: newest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            messages: {
                                id: string;
                                /** @enum {unknown} */
                                role: "user" | "assistant";
                                content: string;
                                reasoning: string;
                                /**
                                 * @description stopped: the answer is incomplete.
                                 * @enum {unknown}
                                 */
                                status: "complete" | "stopped";
                                parent_id: string | null;
                                /** @description All messages with the same parent, oldest first, this one included; empty if it has no siblings. */
                                alternatives: string[];
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /** @description Null for a question. */
                                answer: {
                                    model: string | null;
                                    finish_reason: string | null;
                                    cached: boolean;
                                    usage: {
                                        prompt_tokens: number;
                                        completion_tokens: number;
                                        total_tokens: number;
                                        estimated: boolean;
                                        cost: number | null;
                                    } | null;
                                    first_token_ms: number | null;
                                    latency_ms: number | null;
                                    feedback: ("like" | "dislike" | "correct") | null;
                                } | null;
                            }[];
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
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            exports: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {unknown} */
                                status: "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
                                /** @enum {unknown} */
                                format: "json" | "csv" | "ndjson" | "md";
                                /** @enum {unknown} */
                                compression: "none" | "gzip" | "zstd";
                                format_version: number;
                                /** @enum {unknown} */
                                scope: "own" | "all";
                                incremental: boolean;
                                changed_since: string | null;
                                conversation_ids: string[] | null;
                                start_date: string | null;
                                end_date: string | null;
                                /** @description Messages written so far. */
                                rows: number;
                                rows_expected: number | null;
                                /** @description Bytes stored so far; once completed, the size of the file. */
                                bytes: number;
                                percent: number;
                                eta_seconds: number | null;
                                sha256: string | null;
                                file_name: string;
                                failure: string | null;
                                /** @description What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole. */
                                notes: string[];
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                started_at: string | null;
                                finished_at: string | null;
                                expires_at: string | null;
                            }[];
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default ndjson
                     * @enum {unknown}
                     */
                    format?: "json" | "csv" | "ndjson" | "md";
                    /**
                     * @default none
                     * @enum {unknown}
                     */
                    compression?: "none" | "gzip" | "zstd";
                    conversation_ids?: string[];
                    /**
                     * Format: date
                     * @description First day, YYYY-MM-DD.
                     */
                    start_date?: string;
                    /**
                     * Format: date
                     * @description Last day, inclusive.
                     */
                    end_date?: string;
                    /** @description Only what changed since the last completed export with the same options. */
                    incremental?: boolean;
                    /** Format: email */
                    notify_email?: string;
                    /**
                     * @description all: every user’s conversations, for administrators only.
                     * @default own
                     * @enum {unknown}
                     */
                    scope?: "own" | "all";
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {unknown} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
                            /** @enum {unknown} */
                            format: "json" | "csv" | "ndjson" | "md";
                            /** @enum {unknown} */
                            compression: "none" | "gzip" | "zstd";
                            format_version: number;
                            /** @enum {unknown} */
                            scope: "own" | "all";
                            incremental: boolean;
                            changed_since: string | null;
                            conversation_ids: string[] | null;
                            start_date: string | null;
                            end_date: string | null;
                            /** @description Messages written so far. */
                            rows: number;
                            rows_expected: number | null;
                            /** @description Bytes stored so far; once completed, the size of the file. */
                            bytes: number;
                            percent: number;
                            eta_seconds: number | null;
                            sha256: string | null;
                            file_name: string;
                            failure: string | null;
                            /** @description What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole. */
                            notes: string[];
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            started_at: string | null;
                            finished_at: string | null;
                            expires_at: string | null;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {unknown} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
                            /** @enum {unknown} */
                            format: "json" | "csv" | "ndjson" | "md";
                            /** @enum {unknown} */
                            compression: "none" | "gzip" | "zstd";
                            format_version: number;
                            /** @enum {unknown} */
                            scope: "own" | "all";
                            incremental: boolean;
                            changed_since: string | null;
                            conversation_ids: string[] | null;
                            start_date: string | null;
                            end_date: string | null;
                            /** @description Messages written so far. */
                            rows: number;
                            rows_expected: number | null;
                            /** @description Bytes stored so far; once completed, the size of the file. */
                            bytes: number;
                            percent: number;
                            eta_seconds: number | null;
                            sha256: string | null;
                            file_name: string;
                            failure: string | null;
                            /** @description What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole. */
                            notes: string[];
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            started_at: string | null;
                            finished_at: string | null;
                            expires_at: string | null;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {unknown} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
                            /** @enum {unknown} */
                            format: "json" | "csv" | "ndjson" | "md";
                            /** @enum {unknown} */
                            compression: "none" | "gzip" | "zstd";
                            format_version: number;
                            /** @enum {unknown} */
                            scope: "own" | "all";
                            incremental: boolean;
                            changed_since: string | null;
                            conversation_ids: string[] | null;
                            start_date: string | null;
                            end_date: string | null;
                            /** @description Messages written so far. */
                            rows: number;
                            rows_expected: number | null;
                            /** @description Bytes stored so far; once completed, the size of the file. */
                            bytes: number;
                            percent: number;
                            eta_seconds: number | null;
                            sha256: string | null;
                            file_name: string;
                            failure: string | null;
                            /** @description What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole. */
                            notes: string[];
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            started_at: string | null;
                            finished_at: string | null;
                            expires_at: string | null;
                        };
                    };
                };
            };
        };
    };
    getApiExportsIdDownload: {
        parameters: {
            query?: {
                expires?: number;
                signature?: string;
            };
            header?: never;
            path: {
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
                content?: never;
            };
            /** @description The requested range. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getApiExportsIdEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": string;
                    "text/event-stream": string;
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            url: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            expires_at: string;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @enum {unknown} */
                            format: "json" | "csv" | "ndjson" | "md";
                            /** @description Messages in the canonical form, each with its conversation_title. */
                            rows: ({
                                id: string;
                                role: string;
                                content: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            has_more: boolean;
                        };
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
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        status: "ok" | "degraded" | "down";
                        services: {
                            [key: string]: {
                                /** @enum {unknown} */
                                status: "ok" | "degraded" | "down";
                                latency_ms: number;
                                checks?: {
                                    [key: string]: {
                                        /**
                                         * @description degraded: usable, except for what the reason says, and the service goes on without that.
                                         * @enum {unknown}
                                         */
                                        status: "down" | "degraded" | "ok";
                                        latency_ms: number;
                                        /** @description Why it is degraded, in a word: Redis's own, such as OOM; DISK_FULL, READ_ONLY or DISK_FAILS of PostgreSQL; of a model key, credit, address, refused, tls and others; checking while a model is being tried. */
                                        reason?: string;
                                    };
                                };
                                replicas?: {
                                    usable: number;
                                    total: number;
                                };
                            };
                        };
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
                "application/json": {
                    username?: string;
                    phone?: string;
                    email?: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S. */
                            token: string;
                            access_token: string;
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Lifetime of access_token in seconds. */
                            expires_in: number;
                            /** @description Lifetime of token in seconds. */
                            token_expires_in: number;
                            /** Format: uuid */
                            session_id: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            };
                        };
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                    };
                };
            };
        };
    };
    postApiMessagesIdEdit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content?: string | null;
                    message?: string | null;
                    stream?: boolean;
                    /** @enum {unknown} */
                    format?: "markdown" | "text";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        response: string;
                        conversation_id: string;
                        cached: boolean;
                        data: {
                            reply: string;
                            conversation_id: string;
                            agent_id: number;
                            message_id: string;
                            reply_id: string;
                            question_id: string;
                            cached: boolean;
                            usage: {
                                prompt_tokens: number;
                                completion_tokens: number;
                                total_tokens: number;
                                estimated: boolean;
                                cost: number | null;
                            } | null;
                            finish_reason: string;
                            model: string | null;
                            reasoning: string;
                            /** @description The same as reply, for older front ends. */
                            response: string;
                            /** @description The same as conversation_id, for older front ends. */
                            conversationId: string;
                            /** @description The same as agent_id, for older front ends. */
                            agentId: number;
                        };
                    };
                    "text/event-stream": string;
                };
            };
        };
    };
    postApiMessagesIdFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    type: "like" | "dislike" | "correct";
                    comment?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            message_id: string;
                            /** Format: uuid */
                            conversation_id: string;
                            /** @enum {unknown} */
                            type: "like" | "dislike" | "correct";
                            comment: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            updated_at: string;
                        };
                    };
                };
            };
        };
    };
    postApiMessagesIdRegenerate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    stream?: boolean;
                    /** @enum {unknown} */
                    format?: "markdown" | "text";
                } | null;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        response: string;
                        conversation_id: string;
                        cached: boolean;
                        data: {
                            reply: string;
                            conversation_id: string;
                            agent_id: number;
                            message_id: string;
                            reply_id: string;
                            question_id: string;
                            cached: boolean;
                            usage: {
                                prompt_tokens: number;
                                completion_tokens: number;
                                total_tokens: number;
                                estimated: boolean;
                                cost: number | null;
                            } | null;
                            finish_reason: string;
                            model: string | null;
                            reasoning: string;
                            /** @description The same as reply, for older front ends. */
                            response: string;
                            /** @description The same as conversation_id, for older front ends. */
                            conversationId: string;
                            /** @description The same as agent_id, for older front ends. */
                            agentId: number;
                        };
                    };
                    "text/event-stream": string;
                };
            };
        };
    };
    postApiNewConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string | null;
                    agent_id?: number;
                    agentId?: number;
                } | null;
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message: string;
                        conversation_id: string;
                        data: {
                            id: string;
                            title: string;
                            agent_id: number;
                            pinned: boolean;
                            archived: boolean;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            last_active: string;
                            message_count: number;
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
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            entries: {
                                /** Format: uuid */
                                id: string;
                                /** @description checkin, adjustment or registration; more kinds may be added. */
                                kind: string;
                                /** @description Negative for a deduction. */
                                amount: number;
                                /** @description Balance after this entry. */
                                balance: number;
                                reason: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            }[];
                            next_cursor: string | null;
                            /** @description The zone whose days count; `created_at` is in UTC. */
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
        requestBody: {
            content: {
                "application/json": {
                    refresh_token?: string;
                } | null;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S. */
                            token: string;
                            access_token: string;
                            /** @description Absent when the cookie was used: the new token is then in the cookie. */
                            refresh_token?: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Lifetime of access_token in seconds. */
                            expires_in: number;
                            /** @description Lifetime of token in seconds. */
                            token_expires_in: number;
                            /** Format: uuid */
                            session_id: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            };
                        };
                    };
                };
            };
        };
    };
    postApiRegister: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    /** @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it). */
                    password: string;
                    phone?: string | null;
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S. */
                            token: string;
                            access_token: string;
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Lifetime of access_token in seconds. */
                            expires_in: number;
                            /** @description Lifetime of token in seconds. */
                            token_expires_in: number;
                            /** Format: uuid */
                            session_id: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            };
                        };
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
                "application/json": {
                    token: string;
                    /** @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it). */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                "application/json": {
                    /** @description `/api/chat-stream/{reply_id}`, or the `events` of an export or import. */
                    path: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            ticket: string;
                            url: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            expires_at: string;
                        };
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
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                    };
                };
            };
        };
    };
    getApiUserApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            api_keys: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                /** @description The first characters of the key, so that its owner can recognise it. */
                                hint: string;
                                scopes: ("chat" | "export" | "read")[];
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                expires_at: string | null;
                                last_used_at: string | null;
                            }[];
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default [
                     *       "chat",
                     *       "export",
                     *       "read"
                     *     ]
                     */
                    scopes?: ("chat" | "export" | "read")[];
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description The first characters of the key, so that its owner can recognise it. */
                            hint: string;
                            scopes: ("chat" | "export" | "read")[];
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            expires_at: string | null;
                            last_used_at: string | null;
                            /** @description Shown only once: only a hash of it is stored. */
                            key: string;
                        };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                "application/json": {
                    old_password: string;
                    /** @description At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of its letters does not (é is é however a keyboard writes it). */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            username: string;
                            phone: string | null;
                            email: string | null;
                            /** @enum {unknown} */
                            role: "user" | "admin";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            profile: {
                                [key: string]: string;
                            };
                            last_login_at: string | null;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                profile: {
                                    [key: string]: string;
                                };
                                last_login_at: string | null;
                            };
                        };
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
                "application/json": {
                    username?: string;
                    phone?: string | null;
                    email?: string | null;
                    real_name?: string | null;
                    avatar_url?: string | null;
                    gender?: string | null;
                    title?: string | null;
                    position?: string | null;
                    bio?: string | null;
                    location?: string | null;
                    website?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uuid */
                            id: string;
                            username: string;
                            phone: string | null;
                            email: string | null;
                            /** @enum {unknown} */
                            role: "user" | "admin";
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC.
                             */
                            created_at: string;
                            profile: {
                                [key: string]: string;
                            };
                            last_login_at: string | null;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                profile: {
                                    [key: string]: string;
                                };
                                last_login_at: string | null;
                            };
                        };
                    };
                };
            };
        };
    };
    getApiUserSessions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            sessions: {
                                /** Format: uuid */
                                id: string;
                                /** @description Guessed from the user agent. */
                                device: string;
                                user_agent: string;
                                /** @description The address it was last used from. */
                                address: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                last_used_at: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                expires_at: string;
                                current: boolean;
                            }[];
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description How many sessions were ended. */
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
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
                "application/json": {
                    username?: string;
                    phone?: string;
                    email?: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            /** @description An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S. */
                            token: string;
                            access_token: string;
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Lifetime of access_token in seconds. */
                            expires_in: number;
                            /** @description Lifetime of token in seconds. */
                            token_expires_in: number;
                            /** Format: uuid */
                            session_id: string;
                            user: {
                                /** Format: uuid */
                                id: string;
                                username: string;
                                phone: string | null;
                                email: string | null;
                                /** @enum {unknown} */
                                role: "user" | "admin";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC.
                                 */
                                created_at: string;
                            };
                        };
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
        };
    };
    getApiV1SessionsStats: {
        parameters: {
            query?: {
                scope?: "own" | "all";
                /** @description Number of days in per_day. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        message?: string;
                        data: {
                            sessions: number;
                            messages: number;
                            tokens: {
                                prompt: number;
                                completion: number;
                                total: number;
                            };
                            cost: number;
                            per_day: {
                                /** Format: date */
                                date: string;
                                sessions: number;
                                messages: number;
                                /** @description Model answers, including those at /v1. */
                                answers: number;
                                tokens: {
                                    prompt: number;
                                    completion: number;
                                    total: number;
                                };
                                cost: number;
                            }[];
                            per_model: {
                                model: string;
                                answers: number;
                                tokens: {
                                    prompt: number;
                                    completion: number;
                                    total: number;
                                };
                                cost: number;
                            }[];
                        };
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
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An agent, such as agent-1. */
                    model: string;
                    messages: {
                        /** @enum {unknown} */
                        role: "system" | "developer" | "user" | "assistant" | "tool" | "function";
                        content?: (string | {
                            type: string;
                        }[]) | null;
                    }[];
                    stream?: boolean | null;
                    stream_options?: {
                        include_usage?: boolean | null;
                    } | null;
                    temperature?: number | null;
                    top_p?: number | null;
                    max_tokens?: number | null;
                    max_completion_tokens?: number | null;
                    frequency_penalty?: number | null;
                    presence_penalty?: number | null;
                    stop?: (string | string[]) | null;
                    seed?: number | null;
                    n?: 1 | null;
                    reasoning_effort?: string | null;
                    user?: string | null;
                    tools?: {
                        type: string;
                    }[] | null;
                    tool_choice?: unknown;
                    parallel_tool_calls?: boolean | null;
                    response_format?: {
                        type: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        object: "chat.completion";
                        created: number;
                        model: string;
                        choices: {
                            index: number;
                            message: {
                                /** @enum {string} */
                                role: "assistant";
                                content: string | null;
                                refusal: null;
                                reasoning_content?: string;
                                tool_calls?: unknown[];
                                extra_content?: unknown;
                                reasoning_details?: unknown;
                            };
                            logprobs: null;
                            finish_reason: string;
                        }[];
                        usage: {
                            prompt_tokens: number;
                            completion_tokens: number;
                            total_tokens: number;
                        };
                    };
                    "text/event-stream": string;
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        object: "list";
                        data: {
                            id: string;
                            /** @enum {string} */
                            object: "model";
                            /** @description Unix seconds. */
                            created: number;
                            owned_by: string;
                            name: string;
                            description: string;
                        }[];
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
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        object: "model";
                        /** @description Unix seconds. */
                        created: number;
                        owned_by: string;
                        name: string;
                        description: string;
                    };
                };
            };
        };
    };
    postV1Responses: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request take effect once, however often it is sent. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An agent, such as agent-1. */
                    model: string;
                    input: string | {
                        type?: string;
                        role?: string;
                    }[];
                    instructions?: string | null;
                    stream?: boolean | null;
                    temperature?: number | null;
                    top_p?: number | null;
                    max_output_tokens?: number | null;
                    reasoning?: {
                        effort?: string | null;
                    } | null;
                    text?: {
                        format?: {
                            type: string;
                        } | null;
                    } | null;
                    tools?: {
                        type: string;
                    }[] | null;
                    tool_choice?: unknown;
                    parallel_tool_calls?: boolean | null;
                    user?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        object: "response";
                        status: string;
                    } & {
                        [key: string]: unknown;
                    };
                    "text/event-stream": string;
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
  /** The old password is wrong. */
  | 'WRONG_PASSWORD'
  /** The user name or the password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** The signature of the request is not valid. */
  | 'INVALID_SIGNATURE'
  /** The token is not valid, or no longer valid. */
  | 'INVALID_TOKEN'
  /** Sign in first: this needs a token. */
  | 'MISSING_TOKEN'
  /** The token has expired. Refresh it or sign in again. */
  | 'TOKEN_EXPIRED'
  /** The account is disabled. */
  | 'ACCOUNT_DISABLED'
  /** To use the refresh cookie, send the header X-Requested-With from our own pages. */
  | 'CSRF_REFUSED'
  /** You may not do this. */
  | 'FORBIDDEN'
  /** This API key may not do this: it lacks the scope, or only a signed-in session may. */
  | 'INSUFFICIENT_SCOPE'
  /** The link is not valid or has expired. */
  | 'LINK_NOT_VALID'
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
  /** The balance is too low. */
  | 'INSUFFICIENT_POINTS'
  /** This is the last active administrator. */
  | 'LAST_ADMIN'
  /** This Last-Event-ID belongs to no answer to this question. To resume, GET /api/chat-stream/{reply_id}; to ask anew, send no Last-Event-ID. */
  | 'NOT_RESUMABLE'
  /** The phone number is in use. */
  | 'PHONE_EXISTS'
  /** Revoke a key first: a user may have at most 50. */
  | 'TOO_MANY_API_KEYS'
  /** The user name is taken. */
  | 'USERNAME_EXISTS'
  /** The file has expired and was deleted. */
  | 'EXPORT_EXPIRED'
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
