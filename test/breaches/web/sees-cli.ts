export { answer } from '../src/cli/main.ts';
