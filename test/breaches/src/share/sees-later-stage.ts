export { answer } from '../assess/index.ts';
