export { addOutboxTrace as up } from '@lingzhi/bus/outbox'
