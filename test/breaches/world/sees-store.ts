export { answer } from '../src/store/index.ts';
