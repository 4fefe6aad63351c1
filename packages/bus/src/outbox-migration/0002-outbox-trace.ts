export { addOutboxTrace as up } from '../outbox.ts'
