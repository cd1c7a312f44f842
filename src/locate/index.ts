export { fitBlocks, type BlockModel, type BlockReference } from './block-posterior.ts';
export { learnSites, type LocatedBuilding, type Sites, type WithheldBuilding } from './learn-sites.ts';
export { locateRooms, type LocatedDevice, type RoomRow } from './locate-rooms.ts';
export { sightings } from './sightings.ts';
export * from './sensor-network/index.ts';
