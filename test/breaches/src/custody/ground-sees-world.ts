export { answer } from '../../world/world.ts';
