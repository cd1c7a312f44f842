export { makeWorld } from './make-world.ts';
export type { WorldOptions } from './make-world.ts';
