import type { Imei14, Msisdn } from './identifiers.ts';
import type { Interval, Position, UnixSeconds } from './record.ts';

export interface CaseManifest extends Interval {
  readonly id: string;
  readonly title: string;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Act extends Interval {
  readonly id: string;
  readonly kind: string;
  readonly issued_by: string;
  readonly legal_basis: string;
  readonly purpose: string;
  readonly retain_until_s: UnixSeconds;
  /** Globs over paths in the case folder. */
  readonly covers: readonly string[];
  readonly identifiers: readonly string[] | null;
  readonly status: 'in-force' | 'annulled';
}

export type DeviceClass = 'mini-phone' | 'feature-phone' | 'smartphone' | 'module';
export interface DeviceProfile {
  readonly tacs: readonly string[];
  readonly model: string;
  readonly class: DeviceClass;
  readonly sims: number;
  readonly bands: readonly string[];
}

/** A prison perimeter or a placebo area (like coverage, no prison). Rings of [longitude, latitude], first ring outer. */
export interface Area {
  readonly id: string;
  readonly kind: 'prison' | 'placebo';
  readonly name: string;
  readonly capacity: number | undefined;
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

/** A room of a prison. */
export interface Room extends Position {
  readonly cell_id: string;
  readonly prison_id: string;
  readonly building_id: string;
  readonly wing: string;
  readonly landing: string;
  readonly level: number;
  readonly capacity: number;
}

export interface BedAssignment extends Interval {
  readonly inmate_id: string;
  readonly cell_id: string;
  readonly reason: string;
}
export interface Absence extends Interval {
  readonly inmate_id: string;
  readonly reason: string;
}
export interface ApprovedContact {
  readonly inmate_id: string;
  readonly number: Msisdn;
  readonly relation: string;
}
export interface Visit extends Interval {
  readonly prison_id: string;
  readonly inmate_id: string;
  readonly visitor_id: string;
  readonly visitor_number: Msisdn | undefined;
}
/** Local wall-clock minutes since midnight; `lockup_until_min` may be smaller than `lockup_from_min` (crosses midnight). */
export interface LockupPeriod {
  readonly prison_id: string;
  readonly wing: string;
  /** 1..7, Monday = 1. */
  readonly weekday: number;
  readonly lockup_from_min: number;
  readonly lockup_until_min: number;
}
export interface DeclaredHandset {
  readonly prison_id: string;
  readonly imei14: Imei14 | undefined;
  readonly number: Msisdn | undefined;
  readonly role: string;
}
export interface Search {
  readonly search_id: string;
  readonly prison_id: string;
  readonly cell_id: string;
  readonly at_s: UnixSeconds;
  readonly outcome: 'find' | 'nothing' | 'not-carried-out';
  readonly method: string;
}
export interface Seizure {
  readonly seizure_id: string;
  readonly search_id: string;
  readonly at_s: UnixSeconds;
  readonly prison_id: string;
  readonly cell_id: string;
  readonly kind: 'handset' | 'sim' | 'charger' | 'other';
  readonly imei14s: readonly Imei14[];
  readonly iccid: string;
  readonly model: string;
  readonly hiding_place: string;
  readonly attributed_inmate_id: string;
}
export const REFERENCE_CLASSES = ['inside', 'neighbour', 'homebody', 'fixed', 'staff', 'visitor'] as const;
export type ReferenceClass = (typeof REFERENCE_CLASSES)[number];
export interface ReferenceHandset extends Interval {
  readonly imei14: Imei14;
  /** Prison or placebo area. */
  readonly area_id: string;
  readonly class: ReferenceClass;
  readonly basis: string;
}
export interface ProtectedNumber {
  readonly number: Msisdn;
  readonly holder_kind: string;
}
/** One line of the seller's order book. */
export interface LedgerLine {
  readonly order_id: string;
  readonly ordered_at_s: UnixSeconds | undefined;
  readonly line: string;
  readonly product: string;
  readonly quantity: number;
  /** As written, split at `|`: 14, 15 or 16 digits, sometimes mistyped. */
  readonly imeis: readonly string[];
  readonly buyer_name: string;
  readonly buyer_email: string;
  readonly buyer_phone: Msisdn | undefined;
  readonly ship_name: string;
  readonly ship_address: string;
  readonly ship_postcode: string;
  readonly ship_city: string;
  readonly note: string;
}
/** Bursts of one handset heard with an identity by fixed sensors of one prison, on one local day. */
export interface IdentifiedBursts {
  readonly prison_id: string;
  readonly imei14: Imei14 | undefined;
  readonly imsi: string | undefined;
  readonly at_s: UnixSeconds;
  readonly bursts: number;
}

/** Everything of a case folder except operators' records, as far as acts in force let it be read. */
export interface CaseDocuments {
  readonly manifest: CaseManifest;
  readonly deviceProfiles: readonly DeviceProfile[];
  readonly protectedNumbers: readonly ProtectedNumber[];
  readonly ledger: readonly LedgerLine[];
  readonly areas: readonly Area[];
  readonly rooms: readonly Room[];
  readonly rolls: readonly BedAssignment[];
  readonly absences: readonly Absence[];
  readonly contacts: readonly ApprovedContact[];
  readonly visits: readonly Visit[];
  readonly regime: readonly LockupPeriod[];
  readonly declared: readonly DeclaredHandset[];
  readonly searches: readonly Search[];
  readonly seizures: readonly Seizure[];
  readonly references: readonly ReferenceHandset[];
  readonly identifiedBursts: readonly IdentifiedBursts[];
}
