export { answer } from '../contract/results.ts';
