/**
 * What one procedure's details cost when they are fetched alone: bytes on the wire, with the request and its headers.
 * Most of the national catalogue's cost less than `usual`, all of them less than `most`; what the one costs that is
 * asked for, the phone learns with it.
 */
export const DETAIL_BYTES = { usual: 4_000, most: 20_000 } as const;
