export { answer } from '../cli/main.ts';
