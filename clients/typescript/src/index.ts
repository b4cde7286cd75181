export * from './generated/index.js';
export { connect } from './connect.js';
export { apiFailure, type ApiFailure } from './failure.js';
