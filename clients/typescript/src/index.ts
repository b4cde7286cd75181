export * from './generated/index.js';
export { connect } from './connect.js';
export { apiFailure, Refusal, type ApiFailure } from './failure.js';
