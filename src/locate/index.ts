export { fitBlocks, type BlockModel, type BlockReference } from './block-posterior.ts';
export {
  locateRooms,
  type LocatedBuilding,
  type LocatedDevice,
  type RoomRow,
  type WithheldBuilding,
} from './locate-rooms.ts';
export * from './sensor-network/index.ts';
