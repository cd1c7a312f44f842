export { answer } from '../store/index.ts';
