export { answer } from '../sweep/index.ts';
