// The smallest database that has an outbox, for the tests beside.
export { createOutboxTable as up } from '../outbox.ts'
