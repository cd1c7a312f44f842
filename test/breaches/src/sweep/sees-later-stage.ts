export { answer } from '../evidence/index.ts';
