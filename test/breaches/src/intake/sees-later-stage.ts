export { answer } from '../trace/index.ts';
